-- enrichment-ledger-queries.enter
insert into "promptr"."enhancements" ("id", "user_id", "kind", "prompt_id", "prompt_version", "label", "month", "model", "provider", "cost_usd", "created_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- enrichment-ledger-queries.recentCalls
with "calls" as (select "state", "input_tokens", "cost_usd", "created_at", sum(cost_usd) over () as "total", sum(cost_usd) over (order by created_at, id) as "running"
  from "promptr"."enhancements"
  where "user_id" = $1 and "created_at" > $2) select (count(*) filter (where state = 'refunded' and input_tokens > 0))::int as "failures", min(created_at) filter (where state = 'refunded' and input_tokens > 0) as "oldest_failure", coalesce(sum(cost_usd), 0)::float8 as "spent", coalesce(sum(cost_usd) filter (where state = 'reserved'), 0)::float8 as "reserved", min(created_at) filter (where total - running < $3::float8::numeric) as "paid_until"
  from "calls";

-- enrichment-ledger-queries.refund
with "undone" as (update "promptr"."enhancements"
  set "input_tokens" = $1, "output_tokens" = $2, "cost_usd" = $3, "state" = $4, "finished_at" = $5
  where "id" = $6 and "user_id" = $7 and "state" = $8
  returning "user_id", "month") update "promptr"."quota_usage"
  set "used" = quota_usage.used - 1
  from "undone"
  where "promptr"."quota_usage"."user_id" = "undone"."user_id" and "promptr"."quota_usage"."month" = "undone"."month" and "promptr"."quota_usage"."kind" = $9;

-- enrichment-ledger-queries.settle
update "promptr"."enhancements"
  set "status" = $1, "model" = $2, "provider" = $3, "input_tokens" = $4, "output_tokens" = $5, "cost_usd" = $6, "state" = $7, "finished_at" = $8
  where "id" = $9 and "user_id" = $10 and "state" = $11;

-- enrichment-ledger-queries.spendEnrichment
insert into "promptr"."quota_usage" ("user_id", "kind", "month", "used")
  values ($1, $2, $3, $4)
  on conflict ("user_id", "kind", "month") do update
  set "used" = "promptr"."quota_usage"."used" + $5
  where "promptr"."quota_usage"."used" < $6
  returning "used";

-- enrichment-ledger-queries.tierOf
select "subscription_tier"
  from "promptr"."profiles"
  where "id" = $1 and "suspended_at" is null;
