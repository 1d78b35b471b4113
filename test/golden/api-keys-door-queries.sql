-- api-keys-door-queries.keyBySecret
select "key"."id" as "keyId", "key"."user_id" as "userId", "key"."scopes", "key"."allowed_cidrs" as "allowedCidrs", "key"."expires_at" as "expiresAt", "secret"."not_after" as "notAfter", "owner"."subscription_tier" as "tier", "owner"."suspended_at" as "suspendedAt", "owner"."erased_at" as "erasedAt"
  from "promptr"."api_key_secrets" as "secret"
  inner join "promptr"."api_keys" as "key" on "key"."id" = "secret"."api_key_id"
  inner join "promptr"."profiles" as "owner" on "owner"."id" = "key"."user_id"
  where "secret"."secret_hash" = $1;

-- api-keys-door-queries.spendCalls
with called as ( select row_number() over (order by call.place) as turn, call.place::int as place, call.address::inet as address, key.id as api_key_id, secret.secret_hash
  from unnest($1::bytea[], $2::text[]) with ordinality as call (secret_hash, address, place) join promptr.api_key_secrets secret on secret.secret_hash = call.secret_hash join promptr.api_keys key on key.id = secret.api_key_id
  where key.user_id = $3::uuid and (secret.not_after is null or secret.not_after > $4::timestamptz) and (key.expires_at is null or key.expires_at > $5::timestamptz) and exists (select
  from promptr.profiles owner
  where owner.id = $6::uuid and owner.suspended_at is null and owner.erased_at is null) ), wanted as (select count(*)::int as number
  from called), opened_before as ( select used
  from promptr.quota_usage
  where user_id = $7::uuid and kind = 'api_calls' and month = $8::date for update ), raised as ( update promptr.quota_usage
  set used = least(opened_before.used + wanted.number, $9::int)
  from opened_before, wanted
  where user_id = $10::uuid and kind = 'api_calls' and month = $11::date and wanted.number > 0 and opened_before.used < $12::int
  returning quota_usage.used, quota_usage.used - opened_before.used as granted ), opened as ( insert into promptr.quota_usage (user_id, kind, month, used) select $13::uuid, 'api_calls', $14::date, least(number, $15::int)
  from wanted
  where number > 0 and not exists (select
  from opened_before)
  on conflict do nothing
  returning used, used as granted ), spent as (select used, granted
  from raised
  union all select used, granted
  from opened), counted as ( insert into promptr.api_key_usage (api_key_id, user_id, day, calls) select api_key_id, $16::uuid, $17::date, count(*)
  from called, spent
  where turn <= granted
  group by api_key_id
  on conflict (api_key_id, day) do update
  set calls = api_key_usage.calls + excluded.calls ), noted_keys as ( update promptr.api_keys key
  set last_used_at = $18::timestamptz, last_used_ip = latest.address
  from (select distinct on (api_key_id) api_key_id, address
  from called
  order by api_key_id, place desc) latest
  where key.id = latest.api_key_id and key.id in ( select id
  from promptr.api_keys
  where id in (select api_key_id
  from called) and (last_used_at is null or last_used_at <= $19::timestamptz) for no key update skip locked) ), noted_secrets as ( update promptr.api_key_secrets
  set last_used_at = $20::timestamptz
  where secret_hash in ( select secret_hash
  from promptr.api_key_secrets
  where secret_hash in (select secret_hash
  from called) and (last_used_at is null or last_used_at <= $21::timestamptz) for no key update skip locked) ) select array(select place
  from called
  order by place) as live, (select used
  from opened_before) as before, spent.used, spent.granted
  from wanted
  left join spent on true;
