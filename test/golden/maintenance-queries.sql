-- maintenance-queries.deletedPrompts
delete
  from promptr.prompts
  where (id) in (select id
  from promptr.prompts
  where deleted_at < $1
  limit 5000);

-- maintenance-queries.endedShares
delete
  from promptr.shared_prompts
  where (id) in (select id
  from promptr.shared_prompts
  where coalesce(revoked_at, expires_at) < $1
  limit 5000);

-- maintenance-queries.expiredIdempotencyKeys
delete
  from promptr.idempotency_keys
  where (user_id, key) in (select user_id, key
  from promptr.idempotency_keys
  where expires_at < $1
  limit 5000);

-- maintenance-queries.expiredRateLimits
delete
  from promptr.rate_limits
  where (key) in (select key
  from promptr.rate_limits
  where expire < $1
  limit 5000);

-- maintenance-queries.expiredSessions
delete
  from promptr.sessions
  where (id) in (select id
  from promptr.sessions
  where expires_at < $1
  limit 5000);

-- maintenance-queries.refundAbandoned
with "abandoned" as (update "promptr"."enhancements"
  set "state" = $1, "finished_at" = now()
  where "state" = $2 and "created_at" < $3
  returning "user_id", "month"), "counts" as (select "user_id", "month", count(*)::int as "number"
  from "abandoned"
  group by "user_id", "month") update "promptr"."quota_usage"
  set "used" = greatest(0, quota_usage.used - counts.number)
  from "counts"
  where "promptr"."quota_usage"."user_id" = "counts"."user_id" and "promptr"."quota_usage"."month" = "counts"."month" and "promptr"."quota_usage"."kind" = $4;
