-- library-fork-queries.forkablePrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", "raw_prompt", "enriched_prompt"
  from "promptr"."prompts"
  where "id" = $1 and moderation_status = 'approved' and deleted_at is null and (is_public or "user_id" = $2);

-- library-fork-queries.upstreamOf
select "fork"."forked_from" as "of", "fork"."forked_version" as "version", "upstream"."version" as "upstreamVersion"
  from "promptr"."prompts" as "fork"
  left join (select "id", "version"
  from "promptr"."prompts"
  where moderation_status = 'approved' and deleted_at is null and (is_public or "user_id" = $1)) as "upstream" on "upstream"."id" = "fork"."forked_from"
  where "fork"."id" = $2 and "fork"."user_id" = $3 and "fork"."deleted_at" is null;
