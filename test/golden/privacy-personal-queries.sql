-- privacy-personal-queries.deletePersonalRows (1)
delete
  from promptr.webhook_deliveries
  where user_id = $1 and (created_at, id) in (select created_at, id
  from promptr.webhook_deliveries
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (2)
delete
  from promptr.webhook_events
  where user_id = $1 and (id) in (select id
  from promptr.webhook_events
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (3)
delete
  from promptr.webhooks
  where user_id = $1 and (id) in (select id
  from promptr.webhooks
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (4)
delete
  from promptr.enhancement_results
  where user_id = $1 and (id) in (select id
  from promptr.enhancement_results
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (5)
delete
  from promptr.prompt_test_results
  where user_id = $1 and (run_id, case_id) in (select run_id, case_id
  from promptr.prompt_test_results
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (6)
delete
  from promptr.moderation_decisions
  where user_id = $1 and (id) in (select id
  from promptr.moderation_decisions
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (7)
delete
  from promptr.broadcast_people
  where user_id = $1 and (broadcast_id) in (select broadcast_id
  from promptr.broadcast_people
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (8)
delete
  from promptr.usage_rollups
  where user_id = $1 and (slot, action, latency_class) in (select slot, action, latency_class
  from promptr.usage_rollups
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (9)
delete
  from promptr.prompt_rollups
  where user_id = $1 and (slot, prompt_id, prompt_version, label) in (select slot, prompt_id, prompt_version, label
  from promptr.prompt_rollups
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (10)
delete
  from promptr.model_rollups
  where user_id = $1 and (slot, model, prompt_id, prompt_version, label, latency_class) in (select slot, model, prompt_id, prompt_version, label, latency_class
  from promptr.model_rollups
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (11)
delete
  from promptr.active_days
  where user_id = $1 and (day) in (select day
  from promptr.active_days
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (12)
delete
  from promptr.prompt_labels
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and (prompt_id, label) in (select prompt_id, label
  from promptr.prompt_labels
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1)
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (13)
delete
  from promptr.prompt_versions
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and (prompt_id, version) in (select prompt_id, version
  from promptr.prompt_versions
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1)
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (14)
delete
  from promptr.prompts
  where user_id = $1 and (id) in (select id
  from promptr.prompts
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (15)
delete
  from promptr.shared_prompts
  where created_by = $1 and (id) in (select id
  from promptr.shared_prompts
  where created_by = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (16)
delete
  from promptr.idempotency_keys
  where user_id = $1 and (key) in (select key
  from promptr.idempotency_keys
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (17)
delete
  from promptr.notifications
  where user_id = $1 and (id) in (select id
  from promptr.notifications
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (18)
delete
  from promptr.sessions
  where user_id = $1 and (id) in (select id
  from promptr.sessions
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (19)
delete
  from promptr.api_key_usage
  where user_id = $1 and (api_key_id, day) in (select api_key_id, day
  from promptr.api_key_usage
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (20)
delete
  from promptr.api_keys
  where user_id = $1 and (id) in (select id
  from promptr.api_keys
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (21)
delete
  from promptr.export_chunks
  where export_id in (select e.id
  from promptr.exports e
  where e.user_id = $1) and (export_id, part) in (select export_id, part
  from promptr.export_chunks
  where export_id in (select e.id
  from promptr.exports e
  where e.user_id = $1)
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (22)
delete
  from promptr.exports
  where user_id = $1 and (id) in (select id
  from promptr.exports
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (23)
delete
  from promptr.change_events
  where user_id = $1 and (id) in (select id
  from promptr.change_events
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.personalRows (1)
with page as materialized ( select created_at, id, webhook_id, user_id, event_id, state, attempts, next_attempt_at, attempted_at, status, duration_ms, failure, answer
  from promptr.webhook_deliveries
  where user_id = $1 and (created_at, id) > ($3, $4)
  order by created_at, id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.webhook_id, page.user_id, page.event_id, page.state, page.attempts, page.next_attempt_at, page.attempted_at, page.status, page.duration_ms, page.failure, page.answer, page.created_at) as given), E',\n'
  order by created_at, id), '') as text, (select array[created_at::text, id::text]
  from page
  order by created_at desc, id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (2)
with page as materialized ( select id, sequence, user_id, type, data, created_at
  from promptr.webhook_events
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.sequence, page.user_id, page.type, page.data, page.created_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (3)
with page as materialized ( select id, webhook_id, user_id, not_after, created_at
  from promptr.webhook_secrets
  where user_id = $1 and webhook_id in (select w.id
  from promptr.webhooks w
  where w.user_id = $1) and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.webhook_id, page.user_id, page.not_after, page.created_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (4)
with page as materialized ( select id, user_id, url, description, events, includes_text, is_enabled, disabled_reason, disabled_at, failing_since, revision, created_at, updated_at
  from promptr.webhooks
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.url, page.description, page.events, page.includes_text, page.is_enabled, page.disabled_reason, page.disabled_at, page.failing_since, page.revision, page.created_at, page.updated_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (5)
with page as materialized ( select id, user_id, prompt_id, prompt_version, result, created_at, expires_at
  from promptr.enhancement_results
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.prompt_id, page.prompt_version, page.result, page.created_at, page.expires_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (6)
with page as materialized ( select run_id, case_id, user_id, name, passed, answer, checks, failure, input_tokens, output_tokens, cost_usd, duration_ms, created_at
  from promptr.prompt_test_results
  where user_id = $1 and (run_id, case_id) > ($3, $4)
  order by run_id, case_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.run_id, page.case_id, page.user_id, page.name, page.passed, page.answer, page.checks, page.failure, page.input_tokens, page.output_tokens, page.cost_usd, page.duration_ms, page.created_at) as given), E',\n'
  order by run_id, case_id), '') as text, (select array[run_id::text, case_id::text]
  from page
  order by run_id desc, case_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (7)
with page as materialized ( select id, user_id, prompt_id, version, model, state, cases, failure, created_at, started_at, finished_at
  from promptr.prompt_test_runs
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.prompt_id, page.version, page.model, page.state, page.cases, page.failure, page.created_at, page.started_at, page.finished_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (8)
with page as materialized ( select id, user_id, prompt_id, name, variables, expectations, created_at, updated_at
  from promptr.prompt_test_cases
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.prompt_id, page.name, page.variables, page.expectations, page.created_at, page.updated_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (9)
with page as materialized ( select model, stage, user_id, created_at
  from promptr.model_notices
  where user_id = $1 and (model, stage) > ($3, $4)
  order by model, stage
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.model, page.stage, page.created_at) as given), E',\n'
  order by model, stage), '') as text, (select array[model::text, stage::text]
  from page
  order by model desc, stage desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (10)
with page as materialized ( select id, prompt_id, user_id, status, previous_status, reason, is_final, appeal, appealed_at, superseded_at, created_at
  from promptr.moderation_decisions
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.prompt_id, page.user_id, page.status, page.previous_status, page.reason, page.is_final, page.appeal, page.appealed_at, page.superseded_at, page.created_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (11)
with page as materialized ( select broadcast_id, user_id, state, changed_at
  from promptr.broadcast_people
  where user_id = $1 and (broadcast_id) > ($3)
  order by broadcast_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.broadcast_id, page.user_id, page.state, page.changed_at) as given), E',\n'
  order by broadcast_id), '') as text, (select array[broadcast_id::text]
  from page
  order by broadcast_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (12)
with page as materialized ( select kind, user_id, wanted, changed_at
  from promptr.mail_choices
  where user_id = $1 and (kind) > ($3)
  order by kind
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.kind, page.wanted, page.changed_at) as given), E',\n'
  order by kind), '') as text, (select array[kind::text]
  from page
  order by kind desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (13)
with page as materialized ( select link_id, user_id, mailed_at
  from promptr.share_notices
  where user_id = $1 and (link_id) > ($3)
  order by link_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.link_id, page.user_id, page.mailed_at) as given), E',\n'
  order by link_id), '') as text, (select array[link_id::text]
  from page
  order by link_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (14)
with page as materialized ( select id, created_by, title, body, channels, audience, people, state, reached, created_at, updated_at, finished_at
  from promptr.broadcasts
  where created_by = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.created_by, page.title, page.body, page.channels, page.audience, page.people, page.state, page.reached, page.created_at, page.updated_at, page.finished_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (15)
with page as materialized ( select slot, action, latency_class, user_id, requests, failures
  from promptr.usage_rollups
  where user_id = $1 and (slot, action, latency_class) > ($3, $4, $5)
  order by slot, action, latency_class
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.slot, page.action, page.latency_class, page.requests, page.failures) as given), E',\n'
  order by slot, action, latency_class), '') as text, (select array[slot::text, action::text, latency_class::text]
  from page
  order by slot desc, action desc, latency_class desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (16)
with page as materialized ( select slot, prompt_id, prompt_version, label, user_id, requests, failures
  from promptr.prompt_rollups
  where user_id = $1 and (slot, prompt_id, prompt_version, label) > ($3, $4, $5, $6)
  order by slot, prompt_id, prompt_version, label
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.slot, page.prompt_id, page.prompt_version, page.label, page.requests, page.failures) as given), E',\n'
  order by slot, prompt_id, prompt_version, label), '') as text, (select array[slot::text, prompt_id::text, prompt_version::text, label::text]
  from page
  order by slot desc, prompt_id desc, prompt_version desc, label desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (17)
with page as materialized ( select slot, model, prompt_id, prompt_version, label, latency_class, user_id, calls, failures, tokens_used, cost_usd
  from promptr.model_rollups
  where user_id = $1 and (slot, model, prompt_id, prompt_version, label, latency_class) > ($3, $4, $5, $6, $7, $8)
  order by slot, model, prompt_id, prompt_version, label, latency_class
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.slot, page.model, page.prompt_id, page.prompt_version, page.label, page.latency_class, page.calls, page.failures, page.tokens_used, page.cost_usd) as given), E',\n'
  order by slot, model, prompt_id, prompt_version, label, latency_class), '') as text, (select array[slot::text, model::text, prompt_id::text, prompt_version::text, label::text, latency_class::text]
  from page
  order by slot desc, model desc, prompt_id desc, prompt_version desc, label desc, latency_class desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (18)
with page as materialized ( select day, user_id, quarters
  from promptr.active_days
  where user_id = $1 and (day) > ($3)
  order by day
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.day, page.quarters) as given), E',\n'
  order by day), '') as text, (select array[day::text]
  from page
  order by day desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (19)
with page as materialized ( select week, user_id, figures, created_at, told_at, mailed_at
  from promptr.weekly_reports
  where user_id = $1 and (week) > ($3)
  order by week
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.week, page.figures, page.created_at, page.told_at, page.mailed_at) as given), E',\n'
  order by week), '') as text, (select array[week::text]
  from page
  order by week desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (20)
with page as materialized ( select prompt_id, label, user_id, version, revision, updated_by, created_at, updated_at
  from promptr.prompt_labels
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1 and p.id >= $3) and (prompt_id, label) > ($3, $4)
  order by prompt_id, label
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.prompt_id, page.user_id, page.label, page.version, page.revision, page.updated_by, page.created_at, page.updated_at) as given), E',\n'
  order by prompt_id, label), '') as text, (select array[prompt_id::text, label::text]
  from page
  order by prompt_id desc, label desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (21)
with page as materialized ( select prompt_id, version, user_id, author_id, message, role, task, context, requirements, style, output, raw_prompt, variables, selected_model, quality_score, score_version, created_at
  from promptr.prompt_versions
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1 and p.id >= $3) and (prompt_id, version) > ($3, $4)
  order by prompt_id, version
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.prompt_id, page.user_id, page.version, page.author_id, page.message, page.role, page.task, page.context, page.requirements, page.style, page.output, page.raw_prompt, page.variables, page.selected_model, page.quality_score, page.score_version, page.created_at) as given), E',\n'
  order by prompt_id, version), '') as text, (select array[prompt_id::text, version::text]
  from page
  order by prompt_id desc, version desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (22)
with page as materialized ( select id, user_id, title, description, category, tags, role, task, context, requirements, style, output, raw_prompt, enriched_prompt, selected_model, quality_score, is_public, moderation_status, view_count, version, revision, created_at, updated_at, deleted_at, slug, folder_id, variables, published_at, forked_from, forked_version, star_count, fork_count, trend_score, score_version
  from promptr.prompts
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.title, page.description, page.category, page.tags, page.role, page.task, page.context, page.requirements, page.style, page.output, page.raw_prompt, page.enriched_prompt, page.selected_model, page.quality_score, page.is_public, page.moderation_status, page.view_count, page.version, page.revision, page.created_at, page.updated_at, page.deleted_at, page.slug, page.folder_id, page.variables, page.published_at, page.forked_from, page.forked_version, page.star_count, page.fork_count, page.trend_score, page.score_version) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (23)
with page as materialized ( select id, user_id, parent_id, name, created_at, updated_at
  from promptr.folders
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.parent_id, page.name, page.created_at, page.updated_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (24)
with page as materialized ( select prompt_id, id, user_id, label, from_version, to_version, revision, actor_id, actor_kind, reason, undoes, created_at
  from promptr.label_events
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1 and p.id >= $3) and (prompt_id, id) > ($3, $4)
  order by prompt_id, id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.prompt_id, page.user_id, page.label, page.from_version, page.to_version, page.revision, page.actor_id, page.actor_kind, page.reason, page.undoes, page.created_at) as given), E',\n'
  order by prompt_id, id), '') as text, (select array[prompt_id::text, id::text]
  from page
  order by prompt_id desc, id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (25)
with page as materialized ( select prompt_id, user_id, created_at
  from promptr.prompt_stars
  where user_id = $1 and (prompt_id) > ($3)
  order by prompt_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.prompt_id, page.user_id, page.created_at) as given), E',\n'
  order by prompt_id), '') as text, (select array[prompt_id::text]
  from page
  order by prompt_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (26)
with page as materialized ( select prompt_id, day, views
  from promptr.prompt_views
  where prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1 and p.id >= $3) and (prompt_id, day) > ($3, $4)
  order by prompt_id, day
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.prompt_id, page.day, page.views) as given), E',\n'
  order by prompt_id, day), '') as text, (select array[prompt_id::text, day::text]
  from page
  order by prompt_id desc, day desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (27)
with page as materialized ( select id, prompt_id, created_by, version, is_public, max_views, view_count, last_viewed_at, expires_at, revoked_at, created_at, updated_at, label, token_start, listed_token, refused_count, ended_count
  from promptr.shared_prompts
  where created_by = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.prompt_id, page.created_by, page.version, page.is_public, page.max_views, page.view_count, page.last_viewed_at, page.expires_at, page.revoked_at, page.created_at, page.updated_at, page.label, page.token_start, page.listed_token, page.refused_count, page.ended_count) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (28)
with page as materialized ( select share_id, day, views, refused, ended
  from promptr.share_days
  where share_id in (select s.id
  from promptr.shared_prompts s
  where s.created_by = $1) and share_id in (select s.id
  from promptr.shared_prompts s
  where s.created_by = $1 and s.id >= $3) and (share_id, day) > ($3, $4)
  order by share_id, day
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.share_id, page.day, page.views, page.refused, page.ended) as given), E',\n'
  order by share_id, day), '') as text, (select array[share_id::text, day::text]
  from page
  order by share_id desc, day desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (29)
with page as materialized ( select id, user_id, prompt_id, month, state, status, model, provider, kind, prompt_version, label, input_tokens, output_tokens, cost_usd, created_at, finished_at
  from promptr.enhancements
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.prompt_id, page.month, page.state, page.status, page.model, page.provider, page.kind, page.prompt_version, page.label, page.input_tokens, page.output_tokens, page.cost_usd, page.created_at, page.finished_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (30)
with page as materialized ( select kind, month, user_id, used, told_at
  from promptr.quota_usage
  where user_id = $1 and (kind, month) > ($3, $4)
  order by kind, month
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.kind, page.month, page.used, page.told_at) as given), E',\n'
  order by kind, month), '') as text, (select array[kind::text, month::text]
  from page
  order by kind desc, month desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (31)
with page as materialized ( select key, user_id, route, state, lease_until, status, body, expires_at, created_at
  from promptr.idempotency_keys
  where user_id = $1 and (key) > ($3)
  order by key
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.key, page.route, page.state, page.lease_until, page.status, page.body, page.expires_at, page.created_at) as given), E',\n'
  order by key), '') as text, (select array[key::text]
  from page
  order by key desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (32)
with page as materialized ( select id, user_id, kind, title, body, created_at, read_at
  from promptr.notifications
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.kind, page.title, page.body, page.created_at, page.read_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (33)
with page as materialized ( select id, user_id, ip, user_agent, created_at, last_used_at, expires_at, revoked_at, revoked_reason
  from promptr.sessions
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.ip, page.user_agent, page.created_at, page.last_used_at, page.expires_at, page.revoked_at, page.revoked_reason) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (34)
with page as materialized ( select token_hash, session_id, created_at, replaced_at
  from promptr.refresh_tokens
  where session_id in (select s.id
  from promptr.sessions s
  where s.user_id = $1) and (token_hash) > ($3)
  order by token_hash
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.session_id, page.created_at, page.replaced_at) as given), E',\n'
  order by token_hash), '') as text, (select array[token_hash::text]
  from page
  order by token_hash desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (35)
with page as materialized ( select user_id, created_at, updated_at
  from promptr.credentials
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.created_at, page.updated_at) as given), E',\n'
  order by user_id), '') as text, (select array[user_id::text]
  from page
  order by user_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (36)
with page as materialized ( select provider, subject, user_id, created_at
  from promptr.identities
  where user_id = $1 and (provider, subject) > ($3, $4)
  order by provider, subject
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.provider, page.subject, page.user_id, page.created_at) as given), E',\n'
  order by provider, subject), '') as text, (select array[provider::text, subject::text]
  from page
  order by provider desc, subject desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (37)
with page as materialized ( select user_id, created_at, expires_at
  from promptr.password_resets
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.created_at, page.expires_at) as given), E',\n'
  order by user_id), '') as text, (select array[user_id::text]
  from page
  order by user_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (38)
with page as materialized ( select user_id, created_at, expires_at
  from promptr.email_verifications
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.created_at, page.expires_at) as given), E',\n'
  order by user_id), '') as text, (select array[user_id::text]
  from page
  order by user_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (39)
with page as materialized ( select api_key_id, day, user_id, calls
  from promptr.api_key_usage
  where user_id = $1 and (api_key_id, day) > ($3, $4)
  order by api_key_id, day
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.api_key_id, page.user_id, page.day, page.calls) as given), E',\n'
  order by api_key_id, day), '') as text, (select array[api_key_id::text, day::text]
  from page
  order by api_key_id desc, day desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (40)
with page as materialized ( select secret_hash, api_key_id, user_id, prefix, not_after, last_used_at, created_at
  from promptr.api_key_secrets
  where user_id = $1 and api_key_id in (select k.id
  from promptr.api_keys k
  where k.user_id = $1) and (secret_hash) > ($3)
  order by secret_hash
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.api_key_id, page.user_id, page.prefix, page.not_after, page.last_used_at, page.created_at) as given), E',\n'
  order by secret_hash), '') as text, (select array[secret_hash::text]
  from page
  order by secret_hash desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (41)
with page as materialized ( select id, user_id, name, scopes, allowed_cidrs, expires_at, last_used_at, last_used_ip, revision, created_at, updated_at
  from promptr.api_keys
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.name, page.scopes, page.allowed_cidrs, page.expires_at, page.last_used_at, page.last_used_ip, page.revision, page.created_at, page.updated_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (42)
with page as materialized ( select export_id, part, user_id
  from promptr.export_chunks
  where export_id in (select e.id
  from promptr.exports e
  where e.user_id = $1) and (export_id, part) > ($3, $4)
  order by export_id, part
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.export_id, page.user_id, page.part) as given), E',\n'
  order by export_id, part), '') as text, (select array[export_id::text, part::text]
  from page
  order by export_id desc, part desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (43)
with page as materialized ( select id, user_id, state, bytes, sha256, created_at, finished_at, expires_at
  from promptr.exports
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.state, page.bytes, page.sha256, page.created_at, page.finished_at, page.expires_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (44)
with page as materialized ( select id, tags, user_id, kind, data, created_at
  from promptr.change_events
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.tags, page.user_id, page.kind, page.data, page.created_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (45)
with page as materialized ( select created_at, id, user_id, action_type, resource_type, tokens_used, processing_time_ms, model_used, success, ip_address, status_code, api_key_id, prompt_id, prompt_version, label, cost_usd
  from promptr.usage_tracking
  where user_id = $1 and created_at >= $5 and created_at < $6 and (created_at, id) > ($3, $4)
  order by created_at, id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.user_id, page.action_type, page.resource_type, page.tokens_used, page.processing_time_ms, page.model_used, page.success, page.ip_address, page.created_at, page.status_code, page.api_key_id, page.prompt_id, page.prompt_version, page.label, page.cost_usd) as given), E',\n'
  order by created_at, id), '') as text, (select array[created_at::text, id::text]
  from page
  order by created_at desc, id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (46)
with page as materialized ( select user_id, forgotten_at
  from promptr.usage_forgotten
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.user_id, page.forgotten_at) as given), E',\n'
  order by user_id), '') as text, (select array[user_id::text]
  from page
  order by user_id desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (47)
with page as materialized ( select seq, created_at, actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, request_id, network, details
  from promptr.audit_log
  where owner_id = $1 and (seq) > ($3)
  order by seq
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.seq, page.created_at, page.actor_kind, page.actor_id, page.action, page.outcome, page.subject_type, page.subject_id, page.owner_id, page.request_id, page.network, page.details) as given), E',\n'
  order by seq), '') as text, (select array[seq::text]
  from page
  order by seq desc
  limit 1) as last
  from page;

-- privacy-personal-queries.personalRows (48)
with page as materialized ( select id, email, full_name, subscription_tier, subscription_status, preferences, role, suspended_at, created_at, updated_at, origin, email_verified_at, erased_at, protected_labels, owner_proved_at, admin_listed_at
  from promptr.profiles
  where id = $1 and (id) > ($3)
  order by id
  limit $2 ) select count(*)::int as rows, coalesce(string_agg( (select row_to_json(given)::text
  from (select page.id, page.email, page.full_name, page.subscription_tier, page.subscription_status, page.preferences, page.role, page.suspended_at, page.created_at, page.updated_at, page.origin, page.email_verified_at, page.erased_at, page.protected_labels, page.owner_proved_at, page.admin_listed_at) as given), E',\n'
  order by id), '') as text, (select array[id::text]
  from page
  order by id desc
  limit 1) as last
  from page;
