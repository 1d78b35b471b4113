-- api-keys-rotation-queries.dropEndedSecrets
delete
  from "promptr"."api_key_secrets"
  where "api_key_id" = $1 and "user_id" = $2 and "not_after" <= $3;

-- api-keys-rotation-queries.endSecrets
update "promptr"."api_key_secrets"
  set "not_after" = least(not_after, $1::timestamptz)
  where "api_key_id" = $2 and "user_id" = $3;

-- api-keys-rotation-queries.insertSecret
with "revised" as (update "promptr"."api_keys"
  set "revision" = "revision" + $1
  where "id" = $2 and "user_id" = $3) insert into "promptr"."api_key_secrets" ("secret_hash", "api_key_id", "user_id", "prefix", "created_at")
  values ($4, $5, $6, $7, $8);

-- api-keys-rotation-queries.latestSecrets
select "created_at" as "createdAt", "not_after" as "notAfter"
  from "promptr"."api_key_secrets"
  where "api_key_id" = $1 and "user_id" = $2
  order by "not_after" is null desc, "created_at" desc
  limit $3;
