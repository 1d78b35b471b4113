-- What was used, counted by the quarter of an hour: no time zone since 2000 is off by less, so hours, days, weeks and months of
-- every zone are sums of whole rows (docs/decisions/0026). Rows hold sums only; each batch of usage rows is added once, in
-- the transaction that says so in usage_batches. No foreign keys: one is looked up for each row that is written. Erasure
-- deletes by person, once nothing new can come. Texts are compared by their bytes: keys need no other order.

-- The logarithmic class of a duration in milliseconds: 0 for none, then steps of a fifth; -1 when it is not known. Sums of
-- classes merge without loss, so a percentile is known to within its class: 9.6 % at most, and exactly up to 5 ms.
create function latency_class(milliseconds integer) returns smallint
  language sql immutable parallel safe as $$
  select (case when milliseconds is null then -1 when milliseconds <= 0 then 0
    else 1 + ceil(ln(milliseconds::float8) / ln(1.2::float8)) end)::smallint
$$;
create function quarter_hour(at timestamptz) returns timestamptz
  language sql immutable parallel safe as $$ select date_bin('15 minutes', at, timestamptz '2000-01-01 00:00:00+00') $$;

-- Requests of a person by operation.
create table usage_rollups (
  user_id uuid not null,
  slot timestamptz(3) not null check (slot = quarter_hour(slot)),
  action text collate "C" not null,
  latency_class smallint not null check (latency_class >= -1),
  requests integer not null check (requests > 0),
  failures integer not null check (failures between 0 and requests),
  primary key (user_id, slot, action, latency_class)
);
create index usage_rollups_by_age on usage_rollups using brin (slot);

-- Requests of a person about a prompt. Absent versions are 0 and absent labels empty, so that they are keys like others.
create table prompt_rollups (
  user_id uuid not null,
  slot timestamptz(3) not null check (slot = quarter_hour(slot)),
  prompt_id uuid not null,
  prompt_version integer not null,
  label text collate "C" not null,
  requests integer not null check (requests > 0),
  failures integer not null check (failures between 0 and requests),
  primary key (user_id, slot, prompt_id, prompt_version, label)
);
create index prompt_rollups_by_age on prompt_rollups using brin (slot);

-- Calls of models a person paid for. Without a prompt its id is all zeros.
create table model_rollups (
  user_id uuid not null,
  slot timestamptz(3) not null check (slot = quarter_hour(slot)),
  model text collate "C" not null,
  prompt_id uuid not null,
  prompt_version integer not null,
  label text collate "C" not null,
  latency_class smallint not null check (latency_class >= -1),
  calls integer not null check (calls > 0),
  failures integer not null check (failures between 0 and calls),
  tokens_used bigint not null,
  cost_usd numeric(18, 6) not null,
  primary key (user_id, slot, model, prompt_id, prompt_version, label, latency_class)
);
create index model_rollups_by_age on model_rollups using brin (slot);

-- Everybody's, people who are not known included; nothing in it leads to a person. Requests have no model: ''.
create table system_rollups (
  slot timestamptz(3) not null check (slot = quarter_hour(slot)),
  is_call boolean not null,
  model text collate "C" not null,
  latency_class smallint not null check (latency_class >= -1),
  calls integer not null check (calls > 0),
  failures integer not null check (failures between 0 and calls),
  tokens_used bigint not null,
  cost_usd numeric(18, 6) not null,
  primary key (slot, is_call, model, latency_class)
);

-- In which quarters of a day (UTC) a person did anything, to count people of any day without counting one twice.
create table active_days (
  user_id uuid not null,
  day date not null,
  quarters bit(96) not null check (quarters <> repeat('0', 96)::bit(96)),
  primary key (user_id, day)
);
create index active_days_by_day on active_days (day) include (user_id, quarters);

-- What a person who wants it is told on Mondays of the week that has ended; written once, then told.
create table weekly_reports (
  user_id uuid not null references profiles (id) on delete cascade,
  week date not null check (extract(isodow from week) = 1), -- its Monday, by the person's own time zone
  figures jsonb not null check (jsonb_typeof(figures) = 'object' and octet_length(figures::text) <= 4000),
  created_at timestamptz(3) not null default now(),
  told_at timestamptz(3), -- in the product
  mailed_at timestamptz(3),
  primary key (user_id, week),
  check (mailed_at is null or told_at is not null)
);
create index weekly_reports_untold on weekly_reports (week, user_id) where mailed_at is null;
create index weekly_reports_by_age on weekly_reports (created_at);

-- Which batches rollups have not taken. In the statement that asks, with its snapshot: what that statement finds in the rollups
-- and what it finds in these batches is everything, once.
create function waiting_usage() returns table (number bigint, first_at timestamptz, last_at timestamptz)
  language sql stable security definer set search_path = promptr, pg_temp rows 100 as $$
  select b.number, b.first_at, b.last_at from usage_batches b where b.rolled_up_at is null
$$;
revoke execute on function waiting_usage() from public;
grant execute on function waiting_usage() to promptr_app, promptr_jobs;

-- Found by batch are the newest rows only, so ranges are small, and are summarised as soon as they are full: until then
-- each of them is read.
drop index usage_tracking_by_batch;
create index usage_tracking_by_batch on usage_tracking using brin (batch) with (pages_per_range = 16, autosummarize = on);

create index prompt_versions_by_owner on prompt_versions (user_id, created_at) include (prompt_id, version, quality_score);
create index prompts_by_age on prompts (created_at) where deleted_at is null;
create index profiles_by_age on profiles (created_at) include (subscription_tier, suspended_at) where erased_at is null;
create index profiles_weekly_report on profiles (id)
  where erased_at is null and (preferences -> 'weeklyReport') = 'true'::jsonb;

alter table usage_rollups enable row level security;
alter table usage_rollups force row level security;
alter table prompt_rollups enable row level security;
alter table prompt_rollups force row level security;
alter table model_rollups enable row level security;
alter table model_rollups force row level security;
alter table system_rollups enable row level security;
alter table system_rollups force row level security;
alter table active_days enable row level security;
alter table active_days force row level security;
alter table weekly_reports enable row level security;
alter table weekly_reports force row level security;

create policy own on usage_rollups for select to promptr_app using (user_id = (select current_user_id()));
create policy own on prompt_rollups for select to promptr_app using (user_id = (select current_user_id()));
create policy own on model_rollups for select to promptr_app using (user_id = (select current_user_id()));
create policy own on active_days for select to promptr_app using (user_id = (select current_user_id()));
create policy own on weekly_reports for select to promptr_app using (user_id = (select current_user_id()));
create policy work on usage_rollups to promptr_jobs using (true) with check (true);
create policy work on prompt_rollups to promptr_jobs using (true) with check (true);
create policy work on model_rollups to promptr_jobs using (true) with check (true);
create policy work on system_rollups to promptr_jobs using (true) with check (true);
create policy work on active_days to promptr_jobs using (true) with check (true);
create policy work on weekly_reports to promptr_jobs using (true) with check (true);

grant select on usage_rollups, prompt_rollups, model_rollups, active_days, weekly_reports to promptr_app;
grant select, insert, update, delete on usage_rollups, prompt_rollups, model_rollups, system_rollups, active_days, weekly_reports
  to promptr_jobs;
