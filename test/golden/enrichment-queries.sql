-- enrichment-queries.ownPrompt
select "id", "version", "title", "is_public", "variables", "selected_model", "role", "task", "context", "requirements", "style", "output"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null;
