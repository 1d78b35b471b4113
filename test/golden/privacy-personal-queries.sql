-- privacy-personal-queries.deletePersonalRows (1)
delete
  from promptr.prompts
  where user_id = $1 and (id) in (select id
  from promptr.prompts
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (2)
delete
  from promptr.shared_prompts
  where created_by = $1 and (id) in (select id
  from promptr.shared_prompts
  where created_by = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (3)
delete
  from promptr.idempotency_keys
  where user_id = $1 and (key) in (select key
  from promptr.idempotency_keys
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (4)
delete
  from promptr.notifications
  where user_id = $1 and (id) in (select id
  from promptr.notifications
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (5)
delete
  from promptr.sessions
  where user_id = $1 and (id) in (select id
  from promptr.sessions
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (6)
delete
  from promptr.api_key_usage
  where user_id = $1 and (api_key_id, day) in (select api_key_id, day
  from promptr.api_key_usage
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (7)
delete
  from promptr.api_keys
  where user_id = $1 and (id) in (select id
  from promptr.api_keys
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (8)
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

-- privacy-personal-queries.deletePersonalRows (9)
delete
  from promptr.exports
  where user_id = $1 and (id) in (select id
  from promptr.exports
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.deletePersonalRows (10)
delete
  from promptr.change_events
  where user_id = $1 and (id) in (select id
  from promptr.change_events
  where user_id = $1
  limit $2)
  returning 1;

-- privacy-personal-queries.personalRows (1)
select id, user_id, title, description, category, tags, role, task, context, requirements, style, output, raw_prompt, enriched_prompt, selected_model, quality_score, is_public, moderation_status, view_count, version, revision, created_at, updated_at, deleted_at
  from promptr.prompts
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (2)
select prompt_id, version, user_id, author_id, message, role, task, context, requirements, style, output, raw_prompt, selected_model, quality_score, created_at
  from promptr.prompt_versions
  where user_id = $1 and prompt_id in (select p.id
  from promptr.prompts p
  where p.user_id = $1) and (prompt_id, version) > ($3, $4)
  order by prompt_id, version
  limit $2;

-- privacy-personal-queries.personalRows (3)
select id, prompt_id, created_by, version, is_public, max_views, view_count, last_viewed_at, expires_at, revoked_at, created_at, updated_at
  from promptr.shared_prompts
  where created_by = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (4)
select id, user_id, prompt_id, month, state, status, model, provider, input_tokens, output_tokens, cost_usd, created_at, finished_at
  from promptr.enhancements
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (5)
select kind, month, user_id, used
  from promptr.quota_usage
  where user_id = $1 and (kind, month) > ($3, $4)
  order by kind, month
  limit $2;

-- privacy-personal-queries.personalRows (6)
select key, user_id, route, state, lease_until, status, body, expires_at, created_at
  from promptr.idempotency_keys
  where user_id = $1 and (key) > ($3)
  order by key
  limit $2;

-- privacy-personal-queries.personalRows (7)
select id, user_id, kind, title, body, created_at, read_at
  from promptr.notifications
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (8)
select id, user_id, ip, user_agent, created_at, last_used_at, expires_at, revoked_at, revoked_reason
  from promptr.sessions
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (9)
select token_hash, session_id, created_at, replaced_at
  from promptr.refresh_tokens
  where session_id in (select s.id
  from promptr.sessions s
  where s.user_id = $1) and (token_hash) > ($3)
  order by token_hash
  limit $2;

-- privacy-personal-queries.personalRows (10)
select user_id, created_at, updated_at
  from promptr.credentials
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2;

-- privacy-personal-queries.personalRows (11)
select provider, subject, user_id, created_at
  from promptr.identities
  where user_id = $1 and (provider, subject) > ($3, $4)
  order by provider, subject
  limit $2;

-- privacy-personal-queries.personalRows (12)
select user_id, created_at, expires_at
  from promptr.password_resets
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2;

-- privacy-personal-queries.personalRows (13)
select user_id, created_at, expires_at
  from promptr.email_verifications
  where user_id = $1 and (user_id) > ($3)
  order by user_id
  limit $2;

-- privacy-personal-queries.personalRows (14)
select api_key_id, day, user_id, calls
  from promptr.api_key_usage
  where user_id = $1 and (api_key_id, day) > ($3, $4)
  order by api_key_id, day
  limit $2;

-- privacy-personal-queries.personalRows (15)
select secret_hash, api_key_id, user_id, prefix, not_after, last_used_at, created_at
  from promptr.api_key_secrets
  where user_id = $1 and api_key_id in (select k.id
  from promptr.api_keys k
  where k.user_id = $1) and (secret_hash) > ($3)
  order by secret_hash
  limit $2;

-- privacy-personal-queries.personalRows (16)
select id, user_id, name, scopes, allowed_cidrs, expires_at, last_used_at, last_used_ip, revision, created_at, updated_at
  from promptr.api_keys
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (17)
select export_id, part, user_id
  from promptr.export_chunks
  where export_id in (select e.id
  from promptr.exports e
  where e.user_id = $1) and (export_id, part) > ($3, $4)
  order by export_id, part
  limit $2;

-- privacy-personal-queries.personalRows (18)
select id, user_id, state, bytes, sha256, created_at, finished_at, expires_at
  from promptr.exports
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (19)
select id, tags, user_id, kind, data, created_at
  from promptr.change_events
  where user_id = $1 and (id) > ($3)
  order by id
  limit $2;

-- privacy-personal-queries.personalRows (20)
select seq, created_at, actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, request_id, network, details
  from promptr.audit_log
  where owner_id = $1 and (seq) > ($3)
  order by seq
  limit $2;

-- privacy-personal-queries.personalRows (21)
select id, email, full_name, subscription_tier, subscription_status, preferences, role, suspended_at, created_at, updated_at, origin, email_verified_at, erased_at
  from promptr.profiles
  where id = $1 and (id) > ($3)
  order by id
  limit $2;
