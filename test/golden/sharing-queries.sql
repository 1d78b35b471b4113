-- sharing-queries.changeLink
update "promptr"."shared_prompts"
  set "version" = $1, "label" = $2, "listed_token" = $3, "is_public" = $4, "password_hash" = $5, "max_views" = $6, "expires_at" = $7
  where "id" = $8 and "created_by" = $9;

-- sharing-queries.contentToList
select "promptr"."prompts"."title", "promptr"."prompts"."description", "v"."variables", "v"."role", "v"."task", "v"."context", "v"."requirements", "v"."style", "v"."output"
  from "promptr"."prompts"
  inner join "promptr"."prompt_versions" as "v" on "v"."prompt_id" = "promptr"."prompts"."id"
  where "promptr"."prompts"."id" = $1 and "promptr"."prompts"."user_id" = $2 and "promptr"."prompts"."deleted_at" is null and "promptr"."prompts"."moderation_status" <> $3 and "v"."version" = case when $4::text is null then coalesce($5::int, prompts.version) else promptr.labelled_version(prompts.id, $6) end;

-- sharing-queries.insertLink
insert into "promptr"."shared_prompts" ("id", "prompt_id", "created_by", "share_token", "version", "label", "token_start", "listed_token", "is_public", "password_hash", "max_views", "expires_at", "created_at", "updated_at") select $1::uuid as "id", "promptr"."prompts"."id" as "prompt_id", "promptr"."prompts"."user_id" as "created_by", $2::bytea as "share_token", $3::int as "version", $4::text as "label", $5::text as "token_start", $6::text as "listed_token", $7::boolean as "is_public", $8::text as "password_hash", $9::int as "max_views", $10::timestamptz as "expires_at", $11::timestamptz as "created_at", $12::timestamptz as "updated_at"
  from "promptr"."prompts"
  where "promptr"."prompts"."id" = $13 and "promptr"."prompts"."user_id" = $14 and "promptr"."prompts"."deleted_at" is null
  returning "id";

-- sharing-queries.lockLink
select "id", "prompt_id", "version", "label", "is_public", "password_hash", "max_views", "expires_at", "listed_token"
  from "promptr"."shared_prompts"
  where (shared_prompts.share_token = $1::bytea or shared_prompts.id = $2::uuid) and "created_by" = $3 and "revoked_at" is null for no key update;

-- sharing-queries.promptToShare
select exists (select "promptr"."prompt_versions"."version"
  from "promptr"."prompt_versions"
  where "promptr"."prompt_versions"."prompt_id" = "promptr"."prompts"."id" and "promptr"."prompt_versions"."version" = case when $1::text is null then coalesce($2::int, prompts.version) else promptr.labelled_version(prompts.id, $3) end) as "hasVersion", (select count(*) as "links"
  from "promptr"."shared_prompts"
  where "promptr"."shared_prompts"."prompt_id" = "promptr"."prompts"."id" and "promptr"."shared_prompts"."revoked_at" is null) as "links"
  from "promptr"."prompts"
  where "promptr"."prompts"."id" = $4 and "promptr"."prompts"."user_id" = $5 and "promptr"."prompts"."deleted_at" is null and "promptr"."prompts"."moderation_status" <> $6;

-- sharing-queries.revokeLink
update "promptr"."shared_prompts"
  set "revoked_at" = $1, "listed_token" = $2
  where (shared_prompts.share_token = $3::bytea or shared_prompts.id = $4::uuid) and "created_by" = $5 and "revoked_at" is null
  returning "id";
