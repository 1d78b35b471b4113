-- sharing-list-queries.countLinks
select count(*)::int as "total"
  from "promptr"."shared_prompts" as "s"
  where "s"."created_by" = $1 and "s"."revoked_at" is null and ($2::uuid is null or s.prompt_id = $3);

-- sharing-list-queries.listedLinks
select id, token, title, description, shared_by, created_at
  from promptr.listed_shares($1::timestamptz, $2::timestamptz, $3::uuid, $4::int);

-- sharing-list-queries.ownLink
select "s"."id", "s"."prompt_id", "p"."title", "s"."version", "s"."label", "s"."token_start", "s"."listed_token", "s"."is_public", "s"."max_views", "s"."view_count", "s"."refused_count", "s"."ended_count", "s"."last_viewed_at", "s"."expires_at", "s"."created_at", "s"."updated_at", s.password_hash is not null as "has_password", (p.deleted_at is null and p.moderation_status <> 'removed' and (s.label is null or promptr.labelled_version(s.prompt_id, s.label) is not null)) as "is_there", (select coalesce(jsonb_agg(jsonb_build_object( 'day', d.day, 'views', d.views, 'refused', d.refused, 'ended', d.ended)
  order by d.day), '[]')
  from promptr.share_days d
  where d.share_id = s.id and d.day >= $1::date) as "days"
  from "promptr"."shared_prompts" as "s"
  inner join "promptr"."prompts" as "p" on "p"."id" = "s"."prompt_id"
  where "s"."created_by" = $2 and "p"."user_id" = $3 and "s"."revoked_at" is null and "s"."id" = $4;

-- sharing-list-queries.ownLinks
select "s"."id", "s"."prompt_id", "p"."title", "s"."version", "s"."label", "s"."token_start", "s"."listed_token", "s"."is_public", "s"."max_views", "s"."view_count", "s"."refused_count", "s"."ended_count", "s"."last_viewed_at", "s"."expires_at", "s"."created_at", "s"."updated_at", s.password_hash is not null as "has_password", (p.deleted_at is null and p.moderation_status <> 'removed' and (s.label is null or promptr.labelled_version(s.prompt_id, s.label) is not null)) as "is_there", (select coalesce(jsonb_agg(jsonb_build_object( 'day', d.day, 'views', d.views, 'refused', d.refused, 'ended', d.ended)
  order by d.day), '[]')
  from promptr.share_days d
  where d.share_id = s.id and d.day >= $1::date) as "days"
  from "promptr"."shared_prompts" as "s"
  inner join "promptr"."prompts" as "p" on "p"."id" = "s"."prompt_id"
  where "s"."created_by" = $2 and "p"."user_id" = $3 and "s"."revoked_at" is null and (s.created_at, s.id) < ($4::timestamptz, $5::uuid) and ($6::uuid is null or s.prompt_id = $7)
  order by "s"."created_at" desc, "s"."id" desc
  limit $8
  offset $9;
