-- api-keys-queries.changeKey
update "promptr"."api_keys"
  set "name" = $1, "scopes" = $2, "expires_at" = $3, "allowed_cidrs" = $4, "revision" = "revision" + $5
  where "id" = $6 and "user_id" = $7;

-- api-keys-queries.countKeys
select count(*) as "keys"
  from "promptr"."api_keys"
  where "user_id" = $1;

-- api-keys-queries.deleteKey
delete
  from "promptr"."api_keys"
  where "id" = $1 and "user_id" = $2;

-- api-keys-queries.insertKey
with "made" as (insert into "promptr"."api_keys" ("id", "user_id", "name", "scopes", "expires_at", "allowed_cidrs", "created_at", "updated_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8)) insert into "promptr"."api_key_secrets" ("secret_hash", "api_key_id", "user_id", "prefix", "created_at")
  values ($9, $10, $11, $12, $13);

-- api-keys-queries.lockKey
select "id", "revision"
  from "promptr"."api_keys"
  where "id" = $1 and "user_id" = $2 for no key update;

-- api-keys-queries.ownKey
select "key"."id", "key"."name", "secret"."prefix", "key"."scopes", "key"."allowed_cidrs" as "allowedCidrs", "key"."expires_at" as "expiresAt", "key"."last_used_at" as "lastUsedAt", host(key.last_used_ip) as "lastUsedIp", "key"."revision", "key"."created_at" as "createdAt", "key"."updated_at" as "updatedAt", "rotation"."oldPrefix", "rotation"."oldSecretValidUntil", "rotation"."oldSecretLastUsedAt"
  from "promptr"."api_keys" as "key"
  inner join "promptr"."api_key_secrets" as "secret" on "secret"."api_key_id" = "key"."id" and "secret"."user_id" = "key"."user_id" and "secret"."not_after" is null
  left join lateral (select "old"."prefix" as "oldPrefix", "old"."not_after" as "oldSecretValidUntil", "old"."last_used_at" as "oldSecretLastUsedAt"
  from "promptr"."api_key_secrets" as "old"
  where "old"."api_key_id" = "key"."id" and "old"."user_id" = "key"."user_id" and "old"."not_after" > $1
  order by "old"."not_after" desc
  limit $2) as "rotation" on true
  where "key"."user_id" = $3 and "key"."id" = $4;

-- api-keys-queries.ownKeys
select "key"."id", "key"."name", "secret"."prefix", "key"."scopes", "key"."allowed_cidrs" as "allowedCidrs", "key"."expires_at" as "expiresAt", "key"."last_used_at" as "lastUsedAt", host(key.last_used_ip) as "lastUsedIp", "key"."revision", "key"."created_at" as "createdAt", "key"."updated_at" as "updatedAt", "rotation"."oldPrefix", "rotation"."oldSecretValidUntil", "rotation"."oldSecretLastUsedAt"
  from "promptr"."api_keys" as "key"
  inner join "promptr"."api_key_secrets" as "secret" on "secret"."api_key_id" = "key"."id" and "secret"."user_id" = "key"."user_id" and "secret"."not_after" is null
  left join lateral (select "old"."prefix" as "oldPrefix", "old"."not_after" as "oldSecretValidUntil", "old"."last_used_at" as "oldSecretLastUsedAt"
  from "promptr"."api_key_secrets" as "old"
  where "old"."api_key_id" = "key"."id" and "old"."user_id" = "key"."user_id" and "old"."not_after" > $1
  order by "old"."not_after" desc
  limit $2) as "rotation" on true
  where "key"."user_id" = $3 and (key.created_at, key.id) < ($4::timestamptz, $5::uuid)
  order by "key"."created_at" desc, "key"."id" desc
  limit $6
  offset $7;
