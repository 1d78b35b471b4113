-- transfer-export-queries.movesFrom
select e.label, e.revision, e.from_version, e.to_version, e.reason, u.revision as undone_revision, e.created_at
  from promptr.label_events e
  left join promptr.label_events u on u.id = e.undoes
  where e.prompt_id = $2 and e.user_id = $1 and e.revision <= ($3::jsonb ->> e.label)::int and (e.label collate "C", e.revision) > ($4 collate "C", $5::int)
  order by e.label collate "C", e.revision
  limit $6;

-- transfer-export-queries.promptOfId
select p.id, p.slug, p.title, p.description, p.category, p.tags, p.role, p.task, p.context, p.requirements, p.style, p.output, p.selected_model, p.variables, p.folder_id, p.enriched_prompt, p.is_public, p.version, p.quality_score, p.created_at, p.updated_at, (select jsonb_object_agg(l.label, l.version)
  from promptr.prompt_labels l
  where l.prompt_id = p.id and l.user_id = $1) as labels, (select jsonb_object_agg(h.label, h.revision)
  from ( select e.label, max(e.revision) as revision
  from promptr.label_events e
  where e.prompt_id = p.id and e.user_id = $1
  group by e.label) h) as heads
  from promptr.prompts p
  where p.user_id = $1 and p.id = $2 and p.deleted_at is null;

-- transfer-export-queries.promptsAfter
select p.id, p.slug, p.title, p.description, p.category, p.tags, p.role, p.task, p.context, p.requirements, p.style, p.output, p.selected_model, p.variables, p.folder_id, p.enriched_prompt, p.is_public, p.version, p.quality_score, p.created_at, p.updated_at, (select jsonb_object_agg(l.label, l.version)
  from promptr.prompt_labels l
  where l.prompt_id = p.id and l.user_id = $1) as labels, (select jsonb_object_agg(h.label, h.revision)
  from ( select e.label, max(e.revision) as revision
  from promptr.label_events e
  where e.prompt_id = p.id and e.user_id = $1
  group by e.label) h) as heads
  from promptr.prompts p
  where p.user_id = $1 and p.deleted_at is null and p.slug collate "C" > $2 collate "C"
  order by p.slug collate "C"
  limit $3;

-- transfer-export-queries.slugsOfAll
select "id", "slug"
  from "promptr"."prompts"
  where "user_id" = $1 and "deleted_at" is null
  order by slug collate "C"
  limit $2;

-- transfer-export-queries.versionsFrom
select v.*
  from jsonb_to_recordset($2::jsonb) as a (place int, id uuid, upto int) cross join lateral ( select prompt_id, version, message, encode(content_hash, 'hex') as content_hash, created_at, role, task, context, requirements, style, output, selected_model, variables
  from promptr.prompt_versions
  where prompt_id = a.id and user_id = $1 and version > $3 and version <= a.upto
  order by version
  limit $4) v
  order by a.place, v.version
  limit $4;
