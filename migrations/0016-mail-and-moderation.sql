-- What people want mailed, of what they can switch off: a row where they chose. Mails about their account have no switch.
create table mail_choices (
  user_id uuid not null references profiles (id) on delete cascade,
  kind text not null check (kind in ('announcements', 'model_retiring', 'weekly_report', 'quota_reached', 'share_opened')),
  wanted boolean not null,
  changed_at timestamptz(3) not null default now(),
  primary key (user_id, kind)
);
create index mail_choices_share_opened on mail_choices (user_id) where kind = 'share_opened' and wanted;

-- Addresses that get none of it, as HMAC-SHA-256 under the server's secret: the wish outlives the account, and names nobody.
create table mail_suppressions (
  address_hash bytea not null check (length(address_hash) = 32),
  kind text not null check (kind in ('announcements', 'model_retiring', 'weekly_report', 'quota_reached', 'share_opened', 'all')),
  reason text not null check (reason in ('unsubscribed', 'bounced')),
  created_at timestamptz(3) not null default now(),
  primary key (address_hash, kind),
  check ((kind = 'all') = (reason = 'bounced'))
);

-- When the opening of a link was last mailed to who made it: at most once a day.
create table share_notices (
  link_id uuid primary key references shared_prompts (id) on delete cascade,
  user_id uuid not null references profiles (id) on delete cascade,
  mailed_at timestamptz(3) not null
);
create index share_notices_by_user on share_notices (user_id);

-- When the person was told that a month's quota is used up: once, whatever is refunded and spent again.
alter table quota_usage add column told_at timestamptz(3);

create table broadcasts (
  id uuid primary key,
  created_by uuid not null, -- no reference: it outlives the account, and then leads to nobody
  title text not null check (length(title) between 1 and 150),
  body text not null check (length(body) between 1 and 2000),
  channels text[] not null check (cardinality(channels) between 1 and 2 and channels <@ array['in_app', 'mail']),
  audience jsonb not null check (jsonb_typeof(audience) = 'object' and octet_length(audience::text) <= 1000),
  people integer not null check (people >= 0), -- how many there were when it was sent
  dry_run_digest bytea unique check (length(dry_run_digest) = 32), -- the dry run it was sent after serves once
  state text not null default 'queued' check (state in ('queued', 'running', 'finished', 'cancelled')),
  -- Everybody up to this one has been reached; the next batch goes on behind it.
  reached_until uuid not null default '00000000-0000-0000-0000-000000000000',
  reached integer not null default 0 check (reached >= 0),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  check ((state in ('finished', 'cancelled')) = (finished_at is not null))
);
create index broadcasts_newest on broadcasts (created_at desc, id desc);
create index broadcasts_by_author on broadcasts (created_by, id);
create index broadcasts_unfinished on broadcasts (updated_at) where state in ('queued', 'running');
create trigger touch before update on broadcasts for each row execute function touch_updated_at();

-- One row a broadcast and person: what makes a repeated batch change nothing. "queued" waits for its mail.
create table broadcast_people (
  broadcast_id uuid not null references broadcasts (id) on delete cascade,
  user_id uuid not null references profiles (id) on delete cascade,
  state text not null check (state in ('queued', 'sent', 'suppressed', 'failed')),
  changed_at timestamptz(3) not null default now(),
  primary key (broadcast_id, user_id)
);
create index broadcast_people_by_user on broadcast_people (user_id, broadcast_id);
create index broadcast_people_by_state on broadcast_people (broadcast_id, state);
create index broadcast_people_waiting on broadcast_people (changed_at, broadcast_id) where state = 'queued';

-- What administrators decided about prompts, and the one note an owner may write to each decision.
create table moderation_decisions (
  id uuid primary key,
  prompt_id uuid not null,
  user_id uuid not null, -- the prompt's owner
  decided_by uuid not null, -- no reference: the decision outlives the administrator's account
  status text not null check (status in ('approved', 'flagged', 'removed')),
  previous_status text not null check (previous_status in ('approved', 'flagged', 'removed')),
  reason text check (length(reason) between 1 and 500),
  is_final boolean not null default false, -- it answers an appeal, and the answer is no
  appeal text check (length(appeal) between 1 and 2000),
  appealed_at timestamptz(3),
  superseded_at timestamptz(3), -- by the next decision
  created_at timestamptz(3) not null default now(),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade,
  check (status = 'approved' or reason is not null),
  check ((appeal is null) = (appealed_at is null)),
  check (appeal is null or (status <> 'approved' and not is_final))
);
create unique index moderation_decisions_current on moderation_decisions (prompt_id) where superseded_at is null;
create index moderation_decisions_by_prompt on moderation_decisions (prompt_id, created_at desc, id desc);
create index moderation_decisions_by_owner on moderation_decisions (user_id, id);
create index moderation_decisions_appealed on moderation_decisions (prompt_id)
  where superseded_at is null and appealed_at is not null;
-- What administrators look through: what everybody sees, and what is held back.
create index prompts_for_moderation on prompts (created_at desc, id desc)
  where deleted_at is null and (is_public or moderation_status <> 'approved');
create index prompts_held_back on prompts (created_at desc, id desc)
  where deleted_at is null and moderation_status <> 'approved';

alter table mail_choices enable row level security;
alter table mail_choices force row level security;
alter table mail_suppressions enable row level security;
alter table mail_suppressions force row level security;
alter table share_notices enable row level security;
alter table share_notices force row level security;
alter table broadcasts enable row level security;
alter table broadcasts force row level security;
alter table broadcast_people enable row level security;
alter table broadcast_people force row level security;
alter table moderation_decisions enable row level security;
alter table moderation_decisions force row level security;

create policy own on mail_choices for select to promptr_app using (user_id = (select current_user_id()));
create policy door on mail_choices to promptr_auth using (true) with check (true);
create policy work on mail_choices to promptr_jobs using (true);
create policy door on mail_suppressions to promptr_auth using (true) with check (true);
create policy work on mail_suppressions to promptr_jobs using (true) with check (true);
create policy own on share_notices for select to promptr_app using (user_id = (select current_user_id()));
create policy work on share_notices to promptr_jobs using (true) with check (true);
create policy own on broadcasts for select to promptr_app using (created_by = (select current_user_id()));
-- The last lock behind the route's: who is no administrator writes none.
create policy own_new on broadcasts for insert to promptr_app with check (created_by = (select current_user_id())
  and exists (select from profiles p where p.id = (select current_user_id()) and p.role = 'admin' and p.suspended_at is null));
create policy door on broadcasts to promptr_auth using (true) with check (true);
create policy work on broadcasts to promptr_jobs using (true) with check (true);
create policy own on broadcast_people for select to promptr_app using (user_id = (select current_user_id()));
create policy door on broadcast_people for select to promptr_auth using (true);
create policy work on broadcast_people to promptr_jobs using (true) with check (true);
create policy own on moderation_decisions to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy decide on moderation_decisions to promptr_moderator using (true) with check (true);
create policy work on moderation_decisions to promptr_jobs using (true);
-- What others can see, and what is held back; what is private is nobody's business.
create policy moderate on prompts to promptr_moderator using (is_public or moderation_status <> 'approved'
  or exists (select from shared_prompts s where s.prompt_id = prompts.id and s.revoked_at is null
    and (s.max_views is null or s.view_count < s.max_views))) with check (true);
create policy moderate on shared_prompts for select to promptr_moderator using (true);
-- Whoever gives back what its owner has made private meanwhile cannot see it afterwards, and a policy refuses to write such
-- a row. What may be written here was seen and locked before.
create function set_moderation_status(prompt uuid, wanted text) returns void
  language sql security definer set search_path = promptr, pg_temp as $$
  update prompts set moderation_status = wanted, revision = revision + 1 where id = prompt
$$;
revoke execute on function set_moderation_status(uuid, text) from public;
grant execute on function set_moderation_status(uuid, text) to promptr_moderator;
create policy moderate on notifications for insert to promptr_moderator with check (true);
create policy moderate on change_events for insert to promptr_moderator with check (true);
create policy moderate on audit_log for insert to promptr_moderator with check (true);

grant select on mail_choices, share_notices, broadcast_people to promptr_app;
grant select, insert, update on mail_choices to promptr_auth;
grant select, insert, delete on mail_suppressions to promptr_auth, promptr_jobs;
grant select, delete on mail_choices to promptr_jobs;
grant select, insert, update, delete on share_notices to promptr_jobs;
grant select, insert on broadcasts to promptr_app;
grant select on broadcasts, broadcast_people to promptr_auth;
grant update (state, finished_at, updated_at) on broadcasts to promptr_auth;
grant select, update, delete on broadcasts to promptr_jobs;
grant select, insert, update, delete on broadcast_people to promptr_jobs;
grant select on moderation_decisions to promptr_app;
-- The note, once; the decision is for others to write.
grant update (appeal, appealed_at) on moderation_decisions to promptr_app;
grant select, insert on moderation_decisions to promptr_moderator;
grant update (superseded_at) on moderation_decisions to promptr_moderator;
grant select, delete on moderation_decisions to promptr_jobs;
grant select (id, user_id, title, description, category, tags, raw_prompt, selected_model, quality_score, is_public,
  moderation_status, view_count, star_count, fork_count, trend_score, version, revision, published_at, created_at, updated_at,
  deleted_at) on prompts to promptr_moderator;
grant update (moderation_status, revision) on prompts to promptr_moderator;
grant select (prompt_id, revoked_at, expires_at, max_views, view_count) on shared_prompts to promptr_moderator;
grant insert on notifications to promptr_moderator;
grant insert (tags, user_id, kind, data) on change_events to promptr_moderator;
grant insert (actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, request_id, network, details)
  on audit_log to promptr_moderator;
