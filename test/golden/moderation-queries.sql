-- moderation-queries.countQueued (1)
select count(*)::int as "total"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved');

-- moderation-queries.countQueued (2)
select count(*)::int as "total"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where p.deleted_at is null and p.moderation_status <> 'approved' and "p"."moderation_status" = $1;

-- moderation-queries.currentDecision
select "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt"
  from "promptr"."moderation_decisions" as "d"
  where "d"."prompt_id" = $1 and "d"."superseded_at" is null;

-- moderation-queries.decisionsAbout
select "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt"
  from "promptr"."moderation_decisions" as "d"
  where "d"."prompt_id" = $1
  order by d.superseded_at is null desc, "d"."created_at" desc, "d"."id" desc
  limit $2;

-- moderation-queries.insertDecision
insert into "promptr"."moderation_decisions" ("id", "prompt_id", "user_id", "decided_by", "status", "previous_status", "reason", "is_final", "created_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- moderation-queries.keepAppeal
update "promptr"."moderation_decisions"
  set "appeal" = $1, "appealed_at" = $2
  where "prompt_id" = $3 and "user_id" = $4 and "superseded_at" is null and "status" <> $5 and "is_final" = $6 and "appeal" is null
  returning "id";

-- moderation-queries.lockModerated
select "p"."id", "p"."user_id" as "userId", "p"."title", "p"."moderation_status" as "status", "p"."is_public" as "isPublic", "p"."revision"
  from "promptr"."prompts" as "p"
  where "p"."id" = $1 and p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved' or exists (select
  from promptr.shared_prompts s
  where s.prompt_id = p.id and s.revoked_at is null and (s.expires_at is null or s.expires_at > $2) and (s.max_views is null or s.view_count < s.max_views))) for no key update;

-- moderation-queries.moderatedPrompt
select "p"."id", "p"."user_id" as "userId", "p"."title", "p"."description", "p"."category", "p"."tags", "p"."is_public" as "isPublic", "p"."moderation_status" as "status", "p"."version", "p"."revision", "p"."view_count" as "viewCount", "p"."created_at" as "created_at", "p"."published_at" as "publishedAt", "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt", left(p.raw_prompt, 500) as "excerpt", "p"."raw_prompt" as "text"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where "p"."id" = $1 and p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved' or exists (select
  from promptr.shared_prompts s
  where s.prompt_id = p.id and s.revoked_at is null and (s.expires_at is null or s.expires_at > $2) and (s.max_views is null or s.view_count < s.max_views)));

-- moderation-queries.ownModeration
select "p"."moderation_status" as "status", "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where "p"."id" = $1 and "p"."user_id" = $2 and "p"."deleted_at" is null;

-- moderation-queries.queuedPrompts (1)
select "p"."id", "p"."user_id" as "userId", "p"."title", "p"."description", "p"."category", "p"."tags", "p"."is_public" as "isPublic", "p"."moderation_status" as "status", "p"."version", "p"."revision", "p"."view_count" as "viewCount", "p"."created_at" as "created_at", "p"."published_at" as "publishedAt", "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt", left(p.raw_prompt, 500) as "excerpt"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where p.deleted_at is null and (p.is_public or p.moderation_status <> 'approved')
  order by "p"."created_at" desc, "p"."id" desc
  limit $1
  offset $2;

-- moderation-queries.queuedPrompts (2)
select "p"."id", "p"."user_id" as "userId", "p"."title", "p"."description", "p"."category", "p"."tags", "p"."is_public" as "isPublic", "p"."moderation_status" as "status", "p"."version", "p"."revision", "p"."view_count" as "viewCount", "p"."created_at" as "created_at", "p"."published_at" as "publishedAt", "d"."id" as "decisionId", "d"."status" as "decisionStatus", "d"."previous_status" as "previousStatus", "d"."reason", "d"."created_at" as "decidedAt", "d"."is_final" as "isFinal", "d"."appeal", "d"."appealed_at" as "appealedAt", left(p.raw_prompt, 500) as "excerpt"
  from "promptr"."prompts" as "p"
  left join "promptr"."moderation_decisions" as "d" on "d"."prompt_id" = "p"."id" and "d"."superseded_at" is null
  where p.deleted_at is null and p.moderation_status <> 'approved' and "p"."moderation_status" = $1 and "d"."appealed_at" is not null and "d"."id" is not null and "p"."user_id" = $2 and (p.created_at, p.id) < ($3::timestamptz, $4::uuid)
  order by "p"."created_at" desc, "p"."id" desc
  limit $5
  offset $6;

-- moderation-queries.setStatus
select promptr.set_moderation_status($1::uuid, $2::text) as "set";

-- moderation-queries.supersede
update "promptr"."moderation_decisions"
  set "superseded_at" = $1
  where "prompt_id" = $2 and "superseded_at" is null;
