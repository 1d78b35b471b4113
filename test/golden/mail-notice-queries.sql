-- mail-notice-queries.decisionAbout
select "p"."title", "d"."status", "d"."reason", "d"."prompt_id" as "promptId", d.status <> 'approved' and not d.is_final and d.appeal is null as "mayAppeal"
  from "promptr"."moderation_decisions" as "d"
  inner join "promptr"."prompts" as "p" on "p"."id" = "d"."prompt_id"
  where "d"."id" = $1 and "d"."user_id" = $2 and "d"."superseded_at" is null and "p"."deleted_at" is null;

-- mail-notice-queries.linkAbout
select "p"."title", "s"."view_count" as "views", coalesce(s.last_viewed_at, s.created_at) as "openedAt"
  from "promptr"."shared_prompts" as "s"
  inner join "promptr"."prompts" as "p" on "p"."id" = "s"."prompt_id"
  where "s"."id" = $1 and "s"."created_by" = $2 and "s"."revoked_at" is null and "p"."deleted_at" is null;

-- mail-notice-queries.noticeAbout
select "title", "body" as "text"
  from "promptr"."notifications"
  where "id" = $1 and "user_id" = $2;

-- mail-notice-queries.takeOpenings
insert into promptr.share_notices as told (link_id, user_id, mailed_at) select s.id, s.created_by, $2
  from promptr.mail_choices c join promptr.shared_prompts s on s.created_by = c.user_id
  left join promptr.share_notices n on n.link_id = s.id
  where c.kind = 'share_opened' and c.wanted and s.revoked_at is null and s.id > $1 and s.last_viewed_at > greatest(c.changed_at, coalesce(n.mailed_at, '-infinity')) and (n.mailed_at is null or n.mailed_at <= $3)
  order by s.id
  limit $4
  on conflict (link_id) do update
  set mailed_at = excluded.mailed_at
  where told.mailed_at <= $3
  returning link_id as "linkId", user_id as "userId";
