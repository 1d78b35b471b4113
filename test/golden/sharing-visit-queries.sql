-- sharing-visit-queries.declaredVariables
select "promptr"."prompt_versions"."variables"
  from "promptr"."shared_prompts"
  inner join "promptr"."prompt_versions" on "promptr"."prompt_versions"."prompt_id" = "promptr"."shared_prompts"."prompt_id"
  where "promptr"."shared_prompts"."share_token" = $1 and "promptr"."prompt_versions"."version" = $2;

-- sharing-visit-queries.liveLink
select "promptr"."prompts"."title", "promptr"."prompts"."description", "promptr"."shared_prompts"."is_public" as "isPublic", "promptr"."shared_prompts"."password_hash" as "passwordHash", "promptr"."shared_prompts"."max_views" as "maxViews", "promptr"."shared_prompts"."expires_at" as "expiresAt", promptr.author_name(shared_prompts.created_by) as "sharedBy", "promptr"."shared_prompts"."view_count" as "viewCount"
  from "promptr"."shared_prompts"
  inner join "promptr"."prompts" on "promptr"."prompts"."id" = "promptr"."shared_prompts"."prompt_id"
  where "promptr"."shared_prompts"."share_token" = $1 and "promptr"."shared_prompts"."revoked_at" is null and (shared_prompts.label is null or promptr.labelled_version(shared_prompts.prompt_id, shared_prompts.label) is not null);

-- sharing-visit-queries.readContent
select "promptr"."prompt_versions"."prompt_id" as "promptId", "promptr"."prompt_versions"."version", "promptr"."prompt_versions"."role", "promptr"."prompt_versions"."task", "promptr"."prompt_versions"."context", "promptr"."prompt_versions"."requirements", "promptr"."prompt_versions"."style", "promptr"."prompt_versions"."output", "promptr"."prompt_versions"."raw_prompt" as "rawPrompt", "promptr"."prompt_versions"."selected_model" as "selectedModel", "promptr"."shared_prompts"."view_count" as "used"
  from "promptr"."shared_prompts"
  inner join "promptr"."prompts" on "promptr"."prompts"."id" = "promptr"."shared_prompts"."prompt_id"
  inner join "promptr"."prompt_versions" on "promptr"."prompt_versions"."prompt_id" = "promptr"."prompts"."id"
  where "promptr"."shared_prompts"."share_token" = $1 and "promptr"."shared_prompts"."revoked_at" is null and "promptr"."prompt_versions"."version" = case when shared_prompts.label is null then coalesce(shared_prompts.version, prompts.version) else promptr.labelled_version(shared_prompts.prompt_id, shared_prompts.label) end;

-- sharing-visit-queries.readVersion
select "promptr"."prompt_versions"."prompt_id" as "promptId", "promptr"."prompt_versions"."version", "promptr"."prompt_versions"."role", "promptr"."prompt_versions"."task", "promptr"."prompt_versions"."context", "promptr"."prompt_versions"."requirements", "promptr"."prompt_versions"."style", "promptr"."prompt_versions"."output", "promptr"."prompt_versions"."raw_prompt" as "rawPrompt", "promptr"."prompt_versions"."selected_model" as "selectedModel", "promptr"."shared_prompts"."view_count" as "used"
  from "promptr"."shared_prompts"
  inner join "promptr"."prompts" on "promptr"."prompts"."id" = "promptr"."shared_prompts"."prompt_id"
  inner join "promptr"."prompt_versions" on "promptr"."prompt_versions"."prompt_id" = "promptr"."prompts"."id"
  where "promptr"."shared_prompts"."share_token" = $1 and "promptr"."shared_prompts"."revoked_at" is null and "promptr"."prompt_versions"."version" = $2;

-- sharing-visit-queries.spendView
update "promptr"."shared_prompts"
  set "view_count" = "promptr"."shared_prompts"."view_count" + $1, "last_viewed_at" = $2
  from "promptr"."prompts", "promptr"."prompt_versions"
  where "promptr"."shared_prompts"."share_token" = $3 and "promptr"."shared_prompts"."revoked_at" is null and ("promptr"."shared_prompts"."expires_at" is null or "promptr"."shared_prompts"."expires_at" > $4) and ("promptr"."shared_prompts"."max_views" is null or "promptr"."shared_prompts"."view_count" < "promptr"."shared_prompts"."max_views") and (shared_prompts.password_hash is null or shared_prompts.password_hash = $5::text) and "promptr"."prompts"."id" = "promptr"."shared_prompts"."prompt_id" and "promptr"."prompt_versions"."prompt_id" = "promptr"."prompts"."id" and "promptr"."prompt_versions"."version" = case when shared_prompts.label is null then coalesce(shared_prompts.version, prompts.version) else promptr.labelled_version(shared_prompts.prompt_id, shared_prompts.label) end
  returning "promptr"."prompts"."title", "promptr"."prompts"."description", "promptr"."shared_prompts"."is_public" as "isPublic", "promptr"."shared_prompts"."password_hash" as "passwordHash", "promptr"."shared_prompts"."max_views" as "maxViews", "promptr"."shared_prompts"."expires_at" as "expiresAt", promptr.author_name(shared_prompts.created_by) as "sharedBy", "promptr"."prompt_versions"."prompt_id" as "promptId", "promptr"."prompt_versions"."version", "promptr"."prompt_versions"."role", "promptr"."prompt_versions"."task", "promptr"."prompt_versions"."context", "promptr"."prompt_versions"."requirements", "promptr"."prompt_versions"."style", "promptr"."prompt_versions"."output", "promptr"."prompt_versions"."raw_prompt" as "rawPrompt", "promptr"."prompt_versions"."selected_model" as "selectedModel", "promptr"."shared_prompts"."view_count" as "used";
