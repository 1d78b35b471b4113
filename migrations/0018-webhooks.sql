-- Where a person wants to be told of what happens, and what is on its way there. Events are written by triggers, in the
-- transaction of the change, whatever path it takes (docs/decisions/0028).
create table webhooks (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  url text not null check (length(url) between 9 and 2000 and url ~ '^https?://'),
  description text check (length(description) between 1 and 200),
  events text[] not null check (cardinality(events) between 1 and 7 and events <@ array['prompt.created', 'prompt.updated',
    'prompt.published', 'label.moved', 'share.opened', 'enrichment.completed', 'job.failed']),
  includes_text boolean not null default false, -- whether payloads carry the text of the version they are about
  is_enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('gone', 'failing', 'secret_lost')), -- null: its owner's wish
  disabled_at timestamptz(3),
  failing_since timestamptz(3), -- the first failure after the last success
  revision integer not null default 1 check (revision >= 1),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  check (is_enabled = (disabled_at is null)),
  check (disabled_reason is null or not is_enabled),
  unique (id, user_id)
);
create index webhooks_by_user on webhooks (user_id, created_at desc, id desc);
create index webhooks_of_jobs on webhooks (user_id) where is_enabled and 'job.failed' = any (events);
create trigger touch before update on webhooks for each row
  when (old.failing_since is not distinct from new.failing_since) execute function touch_updated_at();

-- A secret is derived from its id under the server's own secret, so none lies here: the digest only shows whether the
-- server still derives the same (docs/decisions/0029). For the overlap of a rotation there are two.
create table webhook_secrets (
  id uuid primary key,
  webhook_id uuid not null,
  user_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  not_after timestamptz(3), -- set when a newer secret has taken its place
  created_at timestamptz(3) not null default now(),
  foreign key (webhook_id, user_id) references webhooks (id, user_id) on delete cascade
);
create index webhook_secrets_by_webhook on webhook_secrets (webhook_id, user_id, created_at desc);
create unique index webhook_secrets_current on webhook_secrets (webhook_id) where not_after is null;
create index webhook_secrets_by_end on webhook_secrets (not_after) where not_after is not null;

-- What happened; only what somebody listens to is written. Ids and numbers: the text of a prompt is read when it is sent.
create table webhook_events (
  id uuid primary key,
  sequence bigint generated always as identity, -- grows with time; a transaction may commit after one that has a greater
  user_id uuid not null references profiles (id) on delete cascade,
  type text not null check (type ~ '^[a-z]{1,20}\.[a-z]{1,20}$'),
  data jsonb not null check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 2000),
  created_at timestamptz(3) not null default now(),
  unique (id, user_id)
);
create index webhook_events_by_user on webhook_events (user_id, id);
create index webhook_events_by_age on webhook_events (created_at);

-- One event on its way to one endpoint. Its id is the `webhook-id` of every attempt.
create table webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null,
  user_id uuid not null,
  event_id uuid not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0 check (attempts between 0 and 1000000), -- begun since the last replay
  next_attempt_at timestamptz(3) default now(),
  leased_until timestamptz(3), -- somebody is at it; who died over it has lost it then
  attempted_at timestamptz(3),
  status integer check (status between 100 and 999),
  duration_ms integer check (duration_ms >= 0),
  failure text check (failure ~ '^[a-z_]{1,40}$'),
  answer text check (length(answer) <= 500), -- how the receiver's answer began
  created_at timestamptz(3) not null default now(),
  check ((state = 'pending') = (next_attempt_at is not null)),
  check (leased_until is null or state = 'pending'),
  unique (webhook_id, event_id),
  foreign key (webhook_id, user_id) references webhooks (id, user_id) on delete cascade,
  foreign key (event_id, user_id) references webhook_events (id, user_id) on delete cascade
);
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, user_id, created_at desc, id desc);
create index webhook_deliveries_by_event on webhook_deliveries (event_id, user_id);
create index webhook_deliveries_by_user on webhook_deliveries (user_id, created_at desc, id desc);
create index webhook_deliveries_waiting on webhook_deliveries (webhook_id, next_attempt_at, id) where state = 'pending';
create index webhook_deliveries_leased on webhook_deliveries (user_id, webhook_id) where leased_until is not null;

-- Opening a link is the commonest write there is, and nearly nobody listens to it: the link itself says whether its owner
-- does, so that for all others no trigger fires. Links and webhooks of one person that are made at the same moment wait for
-- each other at the profile: whoever comes second sees the first. Foreign keys wait for neither: who opens a link holds it,
-- and the event of that names the profile.
alter table shared_prompts add column is_told boolean not null default false;
drop trigger touch on shared_prompts; -- as in 0003, and what its owner listens to changes nothing of a link either
create trigger touch before update on shared_prompts for each row
  when (old.view_count = new.view_count and old.is_told = new.is_told) execute function touch_updated_at();
create function ask_whether_told() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  perform from profiles where id = new.created_by for share;
  new.is_told := exists (select from webhooks where user_id = new.created_by and is_enabled and 'share.opened' = any (events));
  return new;
end
$$;
create function mark_told_links() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  owner uuid := coalesce(new.user_id, old.user_id);
  told boolean;
begin
  perform from profiles where id = owner for no key update;
  told := exists (select from webhooks where user_id = owner and is_enabled and 'share.opened' = any (events));
  update shared_prompts set is_told = told where created_by = owner and is_told <> told;
  return null;
end
$$;
revoke execute on function ask_whether_told(), mark_told_links() from public;
create trigger ask_whether_told before insert on shared_prompts for each row execute function ask_whether_told();
create trigger mark_told_links after insert or delete on webhooks for each row execute function mark_told_links();
create trigger mark_told_links_anew after update on webhooks for each row
  when (old.is_enabled <> new.is_enabled or old.events <> new.events) execute function mark_told_links();

-- Writes an event and its deliveries when one of the owner's endpoints wants it. Called by the triggers below, as they are.
create function tell_webhooks(owner uuid, kind text, subject jsonb) returns void
  language plpgsql as $$
begin
  with listening as materialized (
    select w.id from promptr.webhooks w where w.user_id = owner and w.is_enabled and kind = any (w.events)
    for key share -- one that is being deleted is waited for and left out: its delivery would refuse the change itself
  ), told as (
    insert into promptr.webhook_events (id, user_id, type, data)
      select gen_random_uuid(), owner, kind, subject where exists (select from listening) returning id
  )
  insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id)
    select gen_random_uuid(), listening.id, owner, told.id from told cross join listening;
end
$$;
revoke execute on function tell_webhooks(uuid, text, jsonb) from public;

-- Who made the change, where that is a person; the subject of a share link's door is no id.
create function webhook_actor() returns jsonb
  language plpgsql stable as $$
begin
  return case when current_setting('role', true) = 'promptr_app' and promptr.current_user_id() is not null
    then jsonb_build_object('id', promptr.current_user_id()) else 'null'::jsonb end;
end
$$;

create function tell_of_prompt() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  subject jsonb;
begin
  if not exists (select from webhooks where user_id = new.user_id) then return null; end if;
  subject := jsonb_build_object('promptId', new.id, 'version', new.version, 'revision', new.revision,
    'isPublic', new.is_public, 'deletedAt', new.deleted_at, 'by', webhook_actor());
  if tg_op = 'INSERT' then
    perform tell_webhooks(new.user_id, 'prompt.created', subject);
    if new.is_public then perform tell_webhooks(new.user_id, 'prompt.published', subject); end if;
    return null;
  end if;
  if old.revision <> new.revision then
    perform tell_webhooks(new.user_id, 'prompt.updated', subject || jsonb_build_object('previousVersion', old.version));
  end if;
  if new.is_public and not old.is_public then perform tell_webhooks(new.user_id, 'prompt.published', subject); end if;
  return null;
end
$$;

-- The labels themselves and not their history: an import brings moves of years ago.
create function tell_of_label() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  row promptr.prompt_labels := coalesce(new, old);
begin
  if not exists (select from webhooks where user_id = row.user_id) then return null; end if;
  -- Labels of a deleted prompt go with it, a month later.
  if tg_op = 'DELETE' and not exists (select from prompts where id = row.prompt_id and deleted_at is null) then return null; end if;
  perform tell_webhooks(row.user_id, 'label.moved', jsonb_build_object('promptId', row.prompt_id, 'label', row.label,
    'version', case when tg_op <> 'DELETE' then row.version end,
    'previousVersion', case when tg_op <> 'INSERT' then old.version end, 'by', webhook_actor()));
  return null;
end
$$;

create function tell_of_view() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  perform tell_webhooks(new.created_by, 'share.opened', jsonb_build_object('shareId', new.id, 'promptId', new.prompt_id,
    'version', coalesce(new.version, (select version from prompts where id = new.prompt_id)),
    'viewCount', new.view_count, 'maxViews', new.max_views, 'by', null));
  return null;
end
$$;

create function tell_of_enrichment() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  if not exists (select from webhooks where user_id = new.user_id) then return null; end if;
  perform tell_webhooks(new.user_id, 'enrichment.completed', jsonb_build_object('enrichmentId', new.id,
    'promptId', new.prompt_id, 'version', new.prompt_version, 'status', new.status, 'model', new.model,
    'inputTokens', new.input_tokens, 'outputTokens', new.output_tokens, 'costUsd', new.cost_usd, 'by', webhook_actor()));
  return null;
end
$$;
revoke execute on function webhook_actor(), tell_of_prompt(), tell_of_label(), tell_of_view(), tell_of_enrichment() from public;

create trigger tell_of_new_prompt after insert on prompts for each row execute function tell_of_prompt();
create trigger tell_of_prompt after update on prompts for each row
  when (old.revision <> new.revision or (new.is_public and not old.is_public)) execute function tell_of_prompt();
create trigger tell_of_new_label after insert or delete on prompt_labels for each row execute function tell_of_label();
create trigger tell_of_label after update on prompt_labels for each row
  when (old.version <> new.version) execute function tell_of_label();
create trigger tell_of_view after update on shared_prompts for each row
  when (new.is_told and new.view_count > old.view_count) execute function tell_of_view();
create trigger tell_of_enrichment after update on enhancements for each row
  when (old.state = 'reserved' and new.state = 'settled' and new.status is not null and new.kind = 'enhance') execute function tell_of_enrichment();

alter table webhooks enable row level security;
alter table webhooks force row level security;
alter table webhook_secrets enable row level security;
alter table webhook_secrets force row level security;
alter table webhook_events enable row level security;
alter table webhook_events force row level security;
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;

create policy own on webhooks to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy own on webhook_secrets to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy own on webhook_events for select to promptr_app using (user_id = (select current_user_id()));
create policy own_new on webhook_events for insert to promptr_app
  with check (user_id = (select current_user_id()) and type = 'webhook.test');
create policy own on webhook_deliveries to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on webhooks to promptr_jobs using (true) with check (true);
create policy work on webhook_secrets to promptr_jobs using (true) with check (true);
create policy work on webhook_events to promptr_jobs using (true) with check (true);
create policy work on webhook_deliveries to promptr_jobs using (true) with check (true);
create policy tell on webhooks to promptr_owner using (true);
create policy tell on webhook_events to promptr_owner using (true) with check (true);
create policy tell on webhook_deliveries for insert to promptr_owner with check (true);
create policy tell on prompts for select to promptr_owner using (true);
create policy tell on shared_prompts to promptr_owner using (true) with check (true);
create policy tell on profiles to promptr_owner using (true);

grant select, insert, update, delete on webhooks, webhook_secrets to promptr_app;
grant select on webhook_events, webhook_deliveries to promptr_app;
grant insert (id, user_id, type, data) on webhook_events to promptr_app;
grant insert (id, webhook_id, user_id, event_id) on webhook_deliveries to promptr_app;
grant update (state, attempts, next_attempt_at) on webhook_deliveries to promptr_app;
grant select, update, delete on webhooks to promptr_jobs;
grant select, delete on webhook_secrets to promptr_jobs;
grant select, insert, delete on webhook_events to promptr_jobs;
grant select, insert, update, delete on webhook_deliveries to promptr_jobs;
