-- versions-queries.versionOf
select "v"."version", "v"."message", "v"."content_hash", "v"."selected_model", "v"."quality_score", "v"."created_at", "v"."role", "v"."task", "v"."context", "v"."requirements", "v"."style", "v"."output", "v"."raw_prompt", promptr.author_name(v.author_id) as "author_name"
  from "promptr"."prompt_versions" as "v"
  inner join "promptr"."prompts" as "p" on "p"."id" = "v"."prompt_id"
  where "v"."prompt_id" = $1 and "v"."version" = $2 and "v"."user_id" = $3 and "p"."user_id" = $4 and "p"."deleted_at" is null;

-- versions-queries.versionsOf
select "p"."version" as "newest", "h".*
  from "promptr"."prompts" as "p"
  left join lateral (select "v"."version", "v"."message", "v"."content_hash", "v"."selected_model", "v"."quality_score", "v"."created_at", promptr.author_name(v.author_id) as "author_name"
  from "promptr"."prompt_versions" as "v"
  where "v"."prompt_id" = "p"."id" and "v"."user_id" = $1 and "v"."version" < $2
  order by "v"."version" desc
  limit $3
  offset $4) as "h" on true
  where "p"."id" = $5 and "p"."user_id" = $6 and "p"."deleted_at" is null
  order by "h"."version" desc;
