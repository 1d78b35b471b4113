-- library-page-queries.publishedPrompt
select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "raw_prompt", "user_id", promptr.author_name(user_id) as "author_name"
  from "promptr"."prompts"
  where "id" = $1 and is_public and moderation_status = 'approved' and deleted_at is null;

-- library-page-queries.publishedTitles
select "id", "title"
  from "promptr"."prompts"
  where id = any($1::uuid[]) and is_public and moderation_status = 'approved' and deleted_at is null
  order by array_position($2::uuid[], id);
