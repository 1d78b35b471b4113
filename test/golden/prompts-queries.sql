-- prompts-queries.changePrompt
with "changed" as (update "promptr"."prompts"
  set "title" = $1, "description" = $2, "category" = $3, "tags" = $4, "role" = $5, "task" = $6, "context" = $7, "requirements" = $8, "style" = $9, "output" = $10, "raw_prompt" = $11, "selected_model" = $12, "quality_score" = $13, "is_public" = $14, "version" = $15, "revision" = $16, "enriched_prompt" = $17
  where "id" = $18 and "user_id" = $19
  returning "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at", "updated_at", "moderation_status", "enriched_prompt", "user_id"), "kept" as (insert into "promptr"."prompt_versions" ("prompt_id", "user_id", "version", "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "created_at", "content_hash", "message") select "id", "user_id", "version", "user_id" as "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "updated_at" as "created_at", $20 as "content_hash", $21 as "message"
  from "changed"
  where $22::boolean) select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at", "updated_at", "moderation_status", "enriched_prompt"
  from "changed";

-- prompts-queries.lockPrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at", "updated_at", "moderation_status", "enriched_prompt"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null for update;

-- prompts-queries.markDeleted
update "promptr"."prompts"
  set "deleted_at" = $1, "revision" = $2
  where "id" = $3 and "user_id" = $4;

-- prompts-queries.ownPrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at", "updated_at", "moderation_status", "enriched_prompt"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null;

-- prompts-queries.spendAndCreate
with "spent" as (insert into "promptr"."quota_usage" ("user_id", "kind", "month", "used")
  values ($1, $2, $3, $4)
  on conflict ("user_id", "kind", "month") do update
  set "used" = "promptr"."quota_usage"."used" + $5
  where "promptr"."quota_usage"."used" < $6
  returning "used"), "made" as (insert into "promptr"."prompts" ("id", "user_id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public") select $7 as "id", $8 as "user_id", $9 as "title", $10 as "description", $11 as "category", $12 as "tags", $13 as "role", $14 as "task", $15 as "context", $16 as "requirements", $17 as "style", $18 as "output", $19 as "raw_prompt", $20 as "selected_model", $21 as "quality_score", $22 as "is_public"
  from "spent"
  returning "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at", "updated_at", "moderation_status", "enriched_prompt", "user_id"), "kept" as (insert into "promptr"."prompt_versions" ("prompt_id", "user_id", "version", "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "created_at", "content_hash") select "id", "user_id", "version", "user_id" as "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score", "created_at", $23 as "content_hash"
  from "made") select "made"."id", "made"."title", "made"."description", "made"."category", "made"."tags", "made"."role", "made"."task", "made"."context", "made"."requirements", "made"."style", "made"."output", "made"."raw_prompt", "made"."selected_model", "made"."quality_score", "made"."is_public", "made"."view_count", "made"."version", "made"."revision", "made"."created_at", "made"."updated_at", "made"."moderation_status", "made"."enriched_prompt", "spent"."used"
  from "made", "spent";
