-- library-star-queries.addStar
with "seen" as (select "id"
  from "promptr"."prompts"
  where "id" = $1 and moderation_status = 'approved' and deleted_at is null and (is_public or "user_id" = $2)), "added" as (insert into "promptr"."prompt_stars" ("prompt_id", "user_id", "created_at") select "seen"."id" as "prompt_id", $3::uuid as "user_id", $4::timestamptz as "created_at"
  from "seen"
  on conflict do nothing
  returning "prompt_id") select exists (select "id"
  from "seen") as "known", exists (select "prompt_id"
  from "added") as "changed";

-- library-star-queries.countStarred
select count(*)::int as "total"
  from "promptr"."prompt_stars"
  inner join "promptr"."prompts" on "promptr"."prompts"."id" = "promptr"."prompt_stars"."prompt_id"
  where "promptr"."prompt_stars"."user_id" = $1 and moderation_status = 'approved' and deleted_at is null and (is_public or "promptr"."prompts"."user_id" = $2);

-- library-star-queries.removeStar
with "removed" as (delete
  from "promptr"."prompt_stars"
  where "prompt_id" = $1 and "user_id" = $2
  returning "prompt_id") select (exists (select "id"
  from "promptr"."prompts"
  where "id" = $3 and moderation_status = 'approved' and deleted_at is null and (is_public or "user_id" = $4)) or exists (select "prompt_id"
  from "removed")) as "known", exists (select "prompt_id"
  from "removed") as "changed";

-- library-star-queries.starredPrompts
select "promptr"."prompts"."id", "title", "description", "category", "tags", "selected_model", "quality_score", "is_public", "version", "view_count", "star_count", "fork_count", "promptr"."prompt_stars"."created_at" as "starred_at", promptr.author_name(prompts.user_id) as "author_name"
  from "promptr"."prompt_stars"
  inner join "promptr"."prompts" on "promptr"."prompts"."id" = "promptr"."prompt_stars"."prompt_id"
  where "promptr"."prompt_stars"."user_id" = $1 and moderation_status = 'approved' and deleted_at is null and (is_public or "promptr"."prompts"."user_id" = $2) and (prompt_stars.created_at, prompt_stars.prompt_id) < ($3::timestamptz, $4::uuid)
  order by "promptr"."prompt_stars"."created_at" desc, "promptr"."prompt_stars"."prompt_id" desc
  limit $5
  offset $6;
