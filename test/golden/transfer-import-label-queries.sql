-- transfer-import-label-queries.insertMoves
insert into promptr.label_events (id, prompt_id, user_id, label, from_version, to_version, revision, actor_id, actor_kind, reason, undoes, created_at) select r.id, r.prompt_id, $1, r.label, r.from_version, r.to_version, r.revision, $1, $3, r.reason, r.undoes, least(coalesce(r.created_at, clock_timestamp()), clock_timestamp())
  from jsonb_to_recordset($2::jsonb) as r (id uuid, prompt_id uuid, label text, from_version int, to_version int, revision int, reason text, undoes uuid, created_at timestamptz);

-- transfer-import-label-queries.placeLabels
insert into promptr.prompt_labels (prompt_id, user_id, label, version, revision, updated_by) select r.prompt_id, $1, r.label, r.version, r.revision, $1
  from jsonb_to_recordset($2::jsonb) as r (prompt_id uuid, label text, version int, revision int)
  on conflict (prompt_id, label) do update
  set version = excluded.version, revision = excluded.revision, updated_by = excluded.updated_by;
