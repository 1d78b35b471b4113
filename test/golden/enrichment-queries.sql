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
with "spent" as (insert into "promptr"."quota_usage" ("user_id", "kind", "month", "used")
  values ($1, $2, $3, $4)
  on conflict ("user_id", "kind", "month") do update
  set "used" = "promptr"."quota_usage"."used" + $5
  where "promptr"."quota_usage"."used" < $6
  returning "used"), "entered" as (insert into "promptr"."enhancements" ("id", "user_id", "prompt_id", "month", "model", "provider", "created_at") select $7::uuid as "id", $8::uuid as "user_id", $9::uuid as "prompt_id", $10::date as "month", $11::text as "model", $12::text as "provider", $13::timestamptz as "created_at"
  from "spent") select "used"
  from "spent";

-- enrichment-queries.settle
update "promptr"."enhancements"
  set "status" = $1, "model" = $2, "provider" = $3, "input_tokens" = $4, "output_tokens" = $5, "cost_usd" = $6, "state" = $7, "finished_at" = $8
  where "id" = $9 and "user_id" = $10 and "state" = $11;
