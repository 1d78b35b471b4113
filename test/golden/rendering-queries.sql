-- rendering-queries.resolvedPrompts
select r.n, r.id, r.slug, r.title, r.version, r.content_hash, r.variables, r.selected_model, r.bytes, case when r.bytes <= 1000000 then "r"."role" end as "role", case when r.bytes <= 1000000 then "r"."task" end as "task", case when r.bytes <= 1000000 then "r"."context" end as "context", case when r.bytes <= 1000000 then "r"."requirements" end as "requirements", case when r.bytes <= 1000000 then "r"."style" end as "style", case when r.bytes <= 1000000 then "r"."output" end as "output", case when r.bytes <= 1000000 then "r"."raw_prompt" end as "raw_prompt"
  from ( select i.n, p.id, p.slug, p.title, v.version, v.content_hash, v.variables, v.selected_model, v.role, v.task, v.context, v.requirements, v.style, v.output, v.raw_prompt, (sum(octet_length(v.raw_prompt)) over ())::int as bytes
  from jsonb_to_recordset($1::jsonb) as i (n int, id uuid, slug text, label text, version int) cross join lateral ( select id, slug, title, version
  from promptr.prompts
  where id = i.id and user_id = $2 and deleted_at is null
  union all select id, slug, title, version
  from promptr.prompts
  where user_id = $3 and slug = i.slug and deleted_at is null ) as p cross join lateral ( select case when i.label is null then coalesce(i.version, p.version) else ( select l.version
  from promptr.prompt_labels as l
  where l.prompt_id = p.id and l.label = i.label and l.user_id = $4) end as version
  offset 0 ) as wanted
  left join lateral ( select *
  from promptr.prompt_versions
  where prompt_id = p.id and version = wanted.version and user_id = $5
  limit 1 ) as v on true ) as r
  order by r.n;
