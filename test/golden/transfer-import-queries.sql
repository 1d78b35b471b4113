-- transfer-import-queries.categoryNames
select "name"
  from "promptr"."categories";

-- transfer-import-queries.existingPrompts
select p.id, p.slug, p.deleted_at is not null as is_deleted, p.is_public, p.version, p.title, p.description, p.category, p.tags, p.folder_id, encode(sha256(convert_to(p.enriched_prompt, 'UTF8')), 'hex') as enriched_hash, array(select encode(v.content_hash, 'hex')
  from promptr.prompt_versions v
  where v.prompt_id = p.id and v.user_id = $1 and v.version <= cardinality(a.hashes)
  order by v.version) as hashes, (select jsonb_object_agg(k.hash, k.version)
  from ( select encode(v.content_hash, 'hex') as hash, max(v.version) as version
  from promptr.prompt_versions v
  where v.prompt_id = p.id and v.user_id = $1 and w.hashes ? encode(v.content_hash, 'hex')
  group by v.content_hash) k) as known, (select encode(v.content_hash, 'hex')
  from promptr.prompt_versions v
  where v.prompt_id = p.id and v.user_id = $1 and v.version = p.version) as head, (select jsonb_object_agg(l.label, l.version)
  from promptr.prompt_labels l
  where l.prompt_id = p.id and l.user_id = $1) as labels, (select jsonb_object_agg(l.label, encode(v.content_hash, 'hex'))
  from promptr.prompt_labels l join promptr.prompt_versions v on v.prompt_id = l.prompt_id and v.version = l.version
  where l.prompt_id = p.id and l.user_id = $1 and v.user_id = $1) as labelled, (select jsonb_object_agg(r.label, r.revision)
  from ( select e.label, max(e.revision) as revision
  from promptr.label_events e
  where e.prompt_id = p.id and e.user_id = $1 and e.label = any (a.labels)
  group by e.label) r) as revisions
  from jsonb_to_recordset($2::jsonb) as a (slug text, hashes text[], labels text[]) cross join lateral (select coalesce(jsonb_object_agg(h, null), '{}') as hashes
  from unnest(a.hashes) h) w join promptr.prompts p on p.user_id = $1 and p.slug = a.slug;

-- transfer-import-queries.foldersOf
select "id", "parent_id", "name"
  from "promptr"."folders"
  where "user_id" = $1
  limit $2;

-- transfer-import-queries.insertFolders
insert into promptr.folders (id, user_id, parent_id, name) select r.id, $1, r.parent_id, r.name
  from jsonb_to_recordset($2::jsonb) as r (id uuid, parent_id uuid, name text);

-- transfer-import-queries.insertPrompts
insert into promptr.prompts (id, user_id, slug, version, enriched_prompt, created_at, published_at, title, description, category, tags, folder_id, role, task, context, requirements, style, output, raw_prompt, variables, selected_model, quality_score, score_version, rules_hash, is_public, search_title, search_body, simhash) select r.id, $1, r.slug, r.version, r.enriched_prompt, least(coalesce(r.created_at, now()), now()), case when r.is_public then now() end, r.title, r.description, r.category, r.tags, r.folder_id, r.role, r.task, r.context, r.requirements, r.style, r.output, r.raw_prompt, r.variables::jsonb, r.selected_model, r.quality_score, r.score_version, r.rules_hash, r.is_public, r.search_title, r.search_body, r.simhash
  from jsonb_to_recordset($2::jsonb) as r (id uuid, slug text, version int, enriched_prompt text, created_at timestamptz, title text, description text, category text, tags text[], folder_id uuid, role text, task text, context text, requirements text, style text, output text, raw_prompt text, variables text, selected_model text, quality_score numeric, score_version smallint, rules_hash text, is_public boolean, search_title text, search_body text, simhash bigint);

-- transfer-import-queries.insertVersions
insert into promptr.prompt_versions (prompt_id, user_id, version, author_id, message, content_hash, created_at, role, task, context, requirements, style, output, raw_prompt, variables, selected_model, quality_score, score_version, rules_hash) select r.prompt_id, $1, r.version, $1, r.message, decode(r.content_hash, 'hex'), least(coalesce(r.created_at, now()), now()), r.role, r.task, r.context, r.requirements, r.style, r.output, r.raw_prompt, r.variables::jsonb, r.selected_model, r.quality_score, r.score_version, r.rules_hash
  from jsonb_to_recordset($2::jsonb) as r (prompt_id uuid, version int, message text, content_hash text, created_at timestamptz, role text, task text, context text, requirements text, style text, output text, raw_prompt text, variables text, selected_model text, quality_score numeric, score_version smallint, rules_hash text);

-- transfer-import-queries.lockBySlug
select "id"
  from "promptr"."prompts"
  where "user_id" = $1 and slug = any($2::text[])
  order by "id" for no key update;

-- transfer-import-queries.promptQuota
select "used"
  from "promptr"."quota_usage"
  where "user_id" = $1 and "kind" = $2 and "month" = $3;

-- transfer-import-queries.spendPrompts
insert into promptr.quota_usage (user_id, kind, month, used) select $1, 'prompts', $2::date, $3::int
  where $3::int <= $4::int
  on conflict (user_id, kind, month) do update
  set used = quota_usage.used + excluded.used
  where quota_usage.used + excluded.used <= $4::int
  returning used;

-- transfer-import-queries.updatePrompts
update promptr.prompts p
  set version = r.version, revision = p.revision + 1, enriched_prompt = case when r.keeps_enriched then p.enriched_prompt else r.enriched_prompt end, title = r.title, description = r.description, category = r.category, tags = r.tags, folder_id = r.folder_id, role = r.role, task = r.task, context = r.context, requirements = r.requirements, style = r.style, output = r.output, raw_prompt = r.raw_prompt, variables = r.variables::jsonb, selected_model = r.selected_model, quality_score = r.quality_score, score_version = r.score_version, rules_hash = r.rules_hash, is_public = r.is_public, search_title = r.search_title, search_body = r.search_body, simhash = r.simhash
  from jsonb_to_recordset($2::jsonb) as r (id uuid, version int, keeps_enriched boolean, enriched_prompt text, title text, description text, category text, tags text[], folder_id uuid, role text, task text, context text, requirements text, style text, output text, raw_prompt text, variables text, selected_model text, quality_score numeric, score_version smallint, rules_hash text, is_public boolean, search_title text, search_body text, simhash bigint)
  where p.id = r.id and p.user_id = $1;
