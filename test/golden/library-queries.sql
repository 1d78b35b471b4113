-- library-queries.categories
select "c"."name", "c"."description", coalesce(p.number, 0) as "count"
  from "promptr"."categories" as "c"
  left join (select "category", count(*)::int as "number"
  from "promptr"."prompts"
  where is_public and moderation_status = 'approved' and deleted_at is null
  group by "category") as "p" on "p"."category" = "c"."name"
  order by "c"."name"
  limit $1;

-- library-queries.countPublished
select count(*)::int as "total"
  from "promptr"."prompts"
  where (is_public and moderation_status = 'approved' and deleted_at is null and category = $1 and tags @> $2::text[] and selected_model = $3 and id = any($4::uuid[]));

-- library-queries.publishedListed
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "place" asc, id asc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "trend_score", promptr.author_name(user_id) as "author_name", array_position($1::uuid[], id) as "place", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (is_public and moderation_status = 'approved' and deleted_at is null and id = any($2::uuid[])))) as page ) as measured
  where bytes_before < 1000000
  order by "place" asc, id asc;

-- library-queries.publishedPrompts (1)
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "published_at" desc, id desc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "trend_score", promptr.author_name(user_id) as "author_name", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (is_public and moderation_status = 'approved' and deleted_at is null)
  order by "published_at" desc, "id" desc
  limit 21)) as page ) as measured
  where bytes_before < 1000000
  order by "published_at" desc, id desc;

-- library-queries.publishedPrompts (2)
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "title" asc, id asc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "trend_score", promptr.author_name(user_id) as "author_name", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (is_public and moderation_status = 'approved' and deleted_at is null and category = $1 and tags @> $2::text[] and selected_model = $3) and ("title", id) > ($4, $5)
  order by "title" asc, "id" asc
  limit $6)) as page ) as measured
  where bytes_before < 1000000
  order by "title" asc, id asc;
