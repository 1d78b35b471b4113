-- prompts-list-queries.countOwn
select count(*)::int as "total"
  from "promptr"."prompts"
  where (user_id = $1 and deleted_at > $2);

-- prompts-list-queries.ownListed
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "place" asc, id asc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", array_position($1::uuid[], id) as "place", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (user_id = $2 and deleted_at is null))) as page ) as measured
  where bytes_before < 1000000
  order by "place" asc, id asc;

-- prompts-list-queries.ownPrompts (1)
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "created_at" desc, id desc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (user_id = $1 and deleted_at is null)
  order by "created_at" desc, "id" desc
  limit 21)) as page ) as measured
  where bytes_before < 1000000
  order by "created_at" desc, id desc;

-- prompts-list-queries.ownPrompts (2)
select *
  from ( select page.*, (count(*) over ())::int as found, sum(text_bytes) over (order by "title" asc, id asc rows unbounded preceding) - text_bytes as bytes_before
  from ((select "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output", "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count", "fork_count", "version", "revision", "created_at", "updated_at", "slug", "folder_id", "forked_from", "forked_version", "moderation_status", octet_length(raw_prompt) as "text_bytes"
  from "promptr"."prompts"
  where (user_id = $1 and deleted_at is null and category = $2 and tags @> $3::text[] and is_public = $4 and selected_model = $5) and ("title", id) > ($6, $7)
  order by "title" asc, "id" asc
  limit $8)) as page ) as measured
  where bytes_before < 1000000
  order by "title" asc, id asc;
