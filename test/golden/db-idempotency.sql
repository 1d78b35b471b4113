-- db-idempotency.dropReply
delete
  from "promptr"."idempotency_keys"
  where "user_id" = $1 and "key" = $2 and "lease_until" = $3;

-- db-idempotency.findReply
select "route", "request_hash" as "requestHash", "state", "lease_until" as "leaseUntil", "status", "body"
  from "promptr"."idempotency_keys"
  where "user_id" = $1 and "key" = $2 and "expires_at" > $3;

-- db-idempotency.finishReply
update "promptr"."idempotency_keys"
  set "state" = $1, "status" = $2, "body" = $3
  where "user_id" = $4 and "key" = $5 and "lease_until" = $6;

-- db-idempotency.lockKey
select pg_try_advisory_xact_lock(hashtextextended($1, 7701002)) as locked;

-- db-idempotency.putReply
insert into "promptr"."idempotency_keys" ("user_id", "key", "route", "request_hash", "state", "lease_until", "status", "body", "expires_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict ("user_id", "key") do update
  set "route" = "excluded"."route", "request_hash" = "excluded"."request_hash", "state" = "excluded"."state", "lease_until" = "excluded"."lease_until", "status" = "excluded"."status", "body" = "excluded"."body", "expires_at" = "excluded"."expires_at", "created_at" = now();
