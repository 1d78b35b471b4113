-- prompts-queries.changePrompt
with "changed" as (update "promptr"."prompts"
  set "title" = $1, "description" = $2, "category" = $3, "tags" = $4, "folder_id" = $5, "role" = $6, "task" = $7, "context" = $8, "requirements" = $9, "style" = $10, "output" = $11, "raw_prompt" = $12, "variables" = $13, "selected_model" = $14, "quality_score" = $15, "score_version" = $16, "rules_hash" = $17, "is_public" = $18, "search_title" = $19, "search_body" = $20, "simhash" = $21, "slug" = $22, "version" = $23, "revision" = $24, "enriched_prompt" = $25, "published_at" = case when $26::boolean then coalesce(published_at, now()) else published_at end
  where "id" = $27 and "user_id" = $28
  returning "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt", "user_id", "score_version", "rules_hash"), "kept" as (insert into "promptr"."prompt_versions" ("prompt_id", "user_id", "version", "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "variables", "selected_model", "quality_score", "score_version", "rules_hash", "created_at", "content_hash", "message") select "id", "user_id", "version", "user_id" as "author_id", "role", "task", "context", "requirements", "style", "output", "raw_prompt", "variables", "selected_model", "quality_score", "score_version", "rules_hash", "updated_at" as "created_at", $29 as "content_hash", $30 as "message"
  from "changed"
  where $31::boolean) select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt"
  from "changed";

-- prompts-queries.lockPrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null for update;

-- prompts-queries.lockRestorable
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt", "deleted_at"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and ("deleted_at" is null or "deleted_at" > $3) for update;

-- prompts-queries.markDeleted
update "promptr"."prompts"
  set "deleted_at" = $1, "revision" = $2
  where "id" = $3 and "user_id" = $4;

-- prompts-queries.ownPrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null;

-- prompts-queries.unmarkDeleted
update "promptr"."prompts"
  set "deleted_at" = $1, "revision" = $2
  where "id" = $3 and "user_id" = $4
  returning "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt";
