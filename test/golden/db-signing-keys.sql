-- db-signing-keys.insertKey
insert into "promptr"."signing_keys" ("id", "private_jwk")
  values ($1, $2::jsonb)
  returning "id";

-- db-signing-keys.lockKeys
select pg_advisory_xact_lock(7701003);

-- db-signing-keys.storedKeys
select "id", "private_jwk"
  from "promptr"."signing_keys"
  order by "created_at" desc;
