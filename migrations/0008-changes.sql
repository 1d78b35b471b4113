-- What has changed, written in the transaction of the change: every process reads it to forget what it cached, and
-- clients hear of it at GET /prompts/events. NOTIFY only wakes the readers up; this table is what they read.
create table change_events (
  id bigint generated always as identity primary key,
  -- Numbers are given before commits, so a reader that remembers the last one would miss a transaction that commits
  -- late. Transaction ids and the snapshot's horizon tell what may still come (src/db/change-feed.ts).
  xid xid8 not null default pg_current_xact_id(),
  tags text[] not null check (cardinality(tags) <= 200 and array_position(tags, null) is null),
  user_id uuid references profiles (id) on delete cascade, -- whose clients may hear of it; null: caches only
  kind text check (kind ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object' and octet_length(data::text) <= 2000),
  created_at timestamptz(3) not null default now(),
  check ((kind is null) or (user_id is not null))
);
create index change_events_by_xid on change_events (xid, id);
create index change_events_by_user on change_events (user_id, xid, id);
create index change_events_by_age on change_events (created_at);

alter table change_events enable row level security;
alter table change_events force row level security;
create policy own on change_events for select to promptr_app using (user_id = (select current_user_id()));
create policy own_new on change_events for insert to promptr_app
  with check (user_id is null or user_id = (select current_user_id()));
create policy door on change_events for insert to promptr_auth with check (true);
create policy work on change_events to promptr_jobs using (true) with check (true);
grant insert (tags, user_id, kind, data) on change_events to promptr_app, promptr_auth, promptr_jobs;
grant select on change_events to promptr_app;
grant select, delete on change_events to promptr_jobs;
