-- db-signing-keys.deleteKeysRetiredBefore
delete
  from "promptr"."signing_keys"
  where "retired_at" < $1
  returning "id";

-- db-signing-keys.deleteOtherKeys
delete
  from "promptr"."signing_keys"
  where "id" != $1
  returning "id";

-- db-signing-keys.insertKey
insert into "promptr"."signing_keys" ("id", "private_jwk", "created_at")
  values ($1, $2::jsonb, $3)
  returning "id";

-- db-signing-keys.insertSecret
insert into "promptr"."server_secrets" ("name", "secret")
  values ($1, $2)
  returning "secret";

-- db-signing-keys.lockKeys
select pg_advisory_xact_lock(7701003);

-- db-signing-keys.retireOtherKeys
update "promptr"."signing_keys"
  set "retired_at" = $1
  where "id" != $2 and "retired_at" is null
  returning "id";

-- db-signing-keys.storedKeys
select "id", "private_jwk", "created_at", "retired_at"
  from "promptr"."signing_keys"
  order by "created_at" desc, "retired_at" desc nulls first;

-- db-signing-keys.storedSecret
select "secret"
  from "promptr"."server_secrets"
  where "name" = $1;
