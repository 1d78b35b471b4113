-- enrichment-queries.ownPrompt
select "id", "title", "is_public", "selected_model", "role", "task", "context", "requirements", "style", "output"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null;

-- enrichment-queries.refund
with "undone" as (update "promptr"."enhancements"
  set "input_tokens" = $1, "output_tokens" = $2, "cost_usd" = $3, "state" = $4, "finished_at" = $5
  where "id" = $6 and "user_id" = $7 and "state" = $8
  returning "user_id", "month") update "promptr"."quota_usage"
  set "used" = quota_usage.used - 1
  from "undone"
  where "promptr"."quota_usage"."user_id" = "undone"."user_id" and "promptr"."quota_usage"."month" = "undone"."month" and "promptr"."quota_usage"."kind" = $9;

-- enrichment-queries.reserve
with "failed" as (select count(*)::int as "failures", min(created_at) as "oldest_failure"
  from "promptr"."enhancements"
  where "user_id" = $1 and "created_at" > $2 and "state" = $3 and "input_tokens" > $4), "spent" as (insert into "promptr"."quota_usage" ("user_id", "kind", "month", "used") select $5::uuid as "user_id", 'enrichments' as "kind", $6::date as "month", 1 as "used"
  from "failed"
  where $7::text = 'builtin' or failures < $8::int
  on conflict ("user_id", "kind", "month") do update
  set "used" = "promptr"."quota_usage"."used" + $9
  where "promptr"."quota_usage"."used" < $10
  returning "used"), "entered" as (insert into "promptr"."enhancements" ("id", "user_id", "prompt_id", "month", "model", "provider", "created_at") select $11::uuid as "id", $12::uuid as "user_id", $13::uuid as "prompt_id", $14::date as "month", $15::text as "model", $16::text as "provider", $17::timestamptz as "created_at"
  from "spent") select "used", "failures", "oldest_failure"
  from "failed"
  left join "spent" on true;

-- enrichment-queries.settle
update "promptr"."enhancements"
  set "status" = $1, "model" = $2, "provider" = $3, "input_tokens" = $4, "output_tokens" = $5, "cost_usd" = $6, "state" = $7, "finished_at" = $8
  where "id" = $9 and "user_id" = $10 and "state" = $11;
