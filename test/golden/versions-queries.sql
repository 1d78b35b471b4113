-- versions-queries.comparedVersions
select "v"."version", "v"."message", "v"."content_hash", "v"."selected_model", "v"."quality_score", "v"."created_at", "v"."role", "v"."task", "v"."context", "v"."requirements", "v"."style", "v"."output", "v"."raw_prompt", "v"."variables", case $1::integer when 2147483647 then p.version else coalesce($2::integer, greatest(1, case $3::integer when 2147483647 then p.version else $4::integer end - 1)) end as "from_version", case $5::integer when 2147483647 then p.version else $6::integer end as "to_version"
  from "promptr"."prompt_versions" as "v"
  inner join "promptr"."prompts" as "p" on "p"."id" = "v"."prompt_id"
  where "v"."prompt_id" = $7 and "v"."user_id" = $8 and "p"."user_id" = $9 and "p"."deleted_at" is null and v.version = any(array[case $10::integer when 2147483647 then p.version else coalesce($11::integer, greatest(1, case $12::integer when 2147483647 then p.version else $13::integer end - 1)) end, case $14::integer when 2147483647 then p.version else $15::integer end]);

-- versions-queries.versionOf
select "v"."version", "v"."message", "v"."content_hash", "v"."selected_model", "v"."quality_score", "v"."created_at", "v"."role", "v"."task", "v"."context", "v"."requirements", "v"."style", "v"."output", "v"."raw_prompt", "v"."variables", promptr.author_name(v.author_id) as "author_name"
  from "promptr"."prompt_versions" as "v"
  inner join "promptr"."prompts" as "p" on "p"."id" = "v"."prompt_id"
  where "v"."prompt_id" = $1 and "v"."user_id" = $2 and "p"."user_id" = $3 and "p"."deleted_at" is null and "v"."version" = $4;

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
