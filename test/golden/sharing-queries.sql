-- sharing-queries.insertLink
insert into "promptr"."shared_prompts" ("id", "prompt_id", "created_by", "share_token", "version", "is_public", "password_hash", "max_views", "expires_at", "created_at", "updated_at") select $1::uuid as "id", "promptr"."prompts"."id" as "prompt_id", "promptr"."prompts"."user_id" as "created_by", $2::bytea as "share_token", $3::int as "version", $4::boolean as "is_public", $5::text as "password_hash", $6::int as "max_views", $7::timestamptz as "expires_at", $8::timestamptz as "created_at", $9::timestamptz as "updated_at"
  from "promptr"."prompts"
  where "promptr"."prompts"."id" = $10 and "promptr"."prompts"."user_id" = $11 and "promptr"."prompts"."deleted_at" is null
  returning "id";

-- sharing-queries.promptToShare
select exists (select "promptr"."prompt_versions"."version"
  from "promptr"."prompt_versions"
  where "promptr"."prompt_versions"."prompt_id" = "promptr"."prompts"."id" and "promptr"."prompt_versions"."version" = coalesce($1::int, "promptr"."prompts"."version")) as "hasVersion", (select count(*) as "links"
  from "promptr"."shared_prompts"
  where "promptr"."shared_prompts"."prompt_id" = "promptr"."prompts"."id" and "promptr"."shared_prompts"."revoked_at" is null) as "links"
  from "promptr"."prompts"
  where "promptr"."prompts"."id" = $2 and "promptr"."prompts"."user_id" = $3 and "promptr"."prompts"."deleted_at" is null and "promptr"."prompts"."moderation_status" <> $4;

-- sharing-queries.revokeLink
update "promptr"."shared_prompts"
  set "revoked_at" = $1
  where "share_token" = $2 and "created_by" = $3 and "revoked_at" is null
  returning "id";
