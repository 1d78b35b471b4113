-- lifecycle-queries.countOwnAmong
select count(*)::int as "own"
  from "promptr"."prompts"
  where "user_id" = $1 and "deleted_at" is null and id = any($2::uuid[]);

-- lifecycle-queries.insertNotice
insert into "promptr"."model_notices" ("user_id", "model", "stage", "created_at") select "id", $1::text as "model", $2::text as "stage", $3::timestamptz as "created_at"
  from "promptr"."profiles"
  where "id" = $4
  on conflict do nothing
  returning "user_id";

-- lifecycle-queries.labelsOn
select "l"."prompt_id", "l"."label", "l"."version"
  from "promptr"."prompt_labels" as "l"
  inner join "promptr"."prompt_versions" as "v" on "v"."prompt_id" = "l"."prompt_id" and "v"."version" = "l"."version"
  where "l"."user_id" = $1 and "v"."user_id" = $2 and l.prompt_id = any($3::uuid[]) and v.selected_model = any($4::text[])
  order by "l"."prompt_id", "l"."label";

-- lifecycle-queries.ownersAfter
select "id"
  from "promptr"."profiles"
  where "id" > $1
  order by "id"
  limit $2;

-- lifecycle-queries.promptsOn
select "id", (count(*) over ())::int as "total"
  from "promptr"."prompts"
  where "user_id" = $1 and "deleted_at" is null and selected_model = any($2::text[]) and "id" > $3
  order by "id"
  limit $4;

-- lifecycle-queries.untoldUses
with used as materialized ( select owner.id as user_id, own.*
  from unnest($1::uuid[]) as owner (id) cross join lateral ( select p.selected_model as name, p.title, null as label
  from promptr.prompts p
  where p.user_id = owner.id and p.deleted_at is null and p.selected_model = any($2::text[])
  union all select v.selected_model, p.title, l.label
  from promptr.prompt_labels l join promptr.prompt_versions v on v.prompt_id = l.prompt_id and v.version = l.version join promptr.prompts p on p.id = l.prompt_id and p.deleted_at is null
  where l.user_id = owner.id and v.selected_model = any($2::text[])) as own) select u.user_id, d.model, d.stage, count(*) filter (where u.label is null)::int as prompts, count(u.label)::int as labels, (array_agg(distinct u.title))[1:3] as titles, count(distinct u.title)::int as titled
  from used u join unnest($2::text[], $3::text[], $4::text[]) as d (name, model, stage) on d.name = u.name
  where not exists (select
  from promptr.model_notices n
  where n.user_id = u.user_id and n.model = d.model and n.stage = d.stage)
  group by u.user_id, d.model, d.stage
  order by u.user_id, d.model, d.stage;
