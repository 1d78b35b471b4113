-- users-stats-queries.statsOf
with "own" as (select "id", "category", "is_public", "version", "view_count", "quality_score"
  from "promptr"."prompts"
  where "user_id" = $1 and "deleted_at" is null), "categories" as (select "category", count(*)::int as "count"
  from "own"
  group by "category"), "written" as (select count(*)::int as "prompts", (count(*) filter (where is_public))::int as "public", coalesce(sum(version), 0) as "versions", coalesce(sum(view_count), 0) as "views", round(avg(quality_score) * 100) as "quality"
  from "own"), "links" as (select (count(*) filter (where p.id is not null and s.revoked_at is null and (s.expires_at is null or s.expires_at > $2) and (s.max_views is null or s.view_count < s.max_views)))::int as "active", coalesce(sum(s.view_count), 0) as "opens"
  from "promptr"."shared_prompts" as "s"
  left join "promptr"."prompts" as "p" on "p"."id" = "s"."prompt_id" and "p"."deleted_at" is null and "p"."moderation_status" <> $3
  where "s"."created_by" = $4), "ledger" as (select (count(*) filter (where state = 'settled'))::int as "enhancements", (count(*) filter (where state = 'settled' and month = $5))::int as "thisMonth", (count(*) filter (where state = 'settled' and status = 'improved'))::int as "improved", coalesce(sum(input_tokens), 0) as "input", coalesce(sum(output_tokens), 0) as "output", coalesce(sum(cost_usd) filter (where state <> 'reserved'), 0) as "cost"
  from "promptr"."enhancements"
  where "user_id" = $6) select "written".*, "links".*, "ledger".*, "promptr"."profiles"."created_at" as "since", (select coalesce(json_agg(json_build_object('category', category, 'count', count)
  order by count desc, category), '[]') as "list"
  from "categories") as "byCategory"
  from "promptr"."profiles", "written", "links", "ledger"
  where "promptr"."profiles"."id" = $7;
