-- Monthly counters that must survive everything: one conditional statement spends, another gives back.
create table quota_usage (
  user_id uuid not null references profiles (id) on delete cascade,
  kind text not null check (kind in ('prompts', 'enrichments')),
  month date not null check (extract(day from month) = 1),
  used integer not null check (used >= 0),
  primary key (user_id, kind, month)
);

-- The ledger of enhancements: a reservation is settled when it succeeded and refunded when it did not.
create table enhancements (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  prompt_id uuid references prompts (id) on delete set null,
  month date not null check (extract(day from month) = 1),
  state text not null default 'reserved' check (state in ('reserved', 'settled', 'refunded')),
  status text check (status in ('improved', 'already_good', 'needs_input')),
  model text not null check (length(model) <= 100),
  provider text not null check (length(provider) <= 40),
  input_tokens integer not null default 0 check (input_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  cost_usd numeric(12, 6) not null default 0 check (cost_usd >= 0),
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  check ((state = 'reserved') = (finished_at is null))
);
create index enhancements_by_user on enhancements (user_id, created_at desc);
create index enhancements_by_prompt on enhancements (prompt_id) where prompt_id is not null;
create index enhancements_reserved on enhancements (created_at) where state = 'reserved';

create table idempotency_keys (
  user_id uuid not null references profiles (id) on delete cascade,
  key text not null check (length(key) between 1 and 255),
  route text not null check (length(route) <= 100),
  request_hash bytea not null check (length(request_hash) = 32),
  state text not null check (state in ('running', 'done')),
  lease_until timestamptz(3) not null,
  status smallint check (status between 200 and 599),
  body text,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  primary key (user_id, key),
  check ((state = 'done') = (status is not null))
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);

-- Request limits: a crash of the database may forget fifteen minutes of counting, so no write-ahead log is paid for.
create unlogged table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
) with (fillfactor = 70);
create index rate_limits_by_expiry on rate_limits (expire);

create table feature_flags (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{0,49}$'),
  description text not null check (length(description) between 1 and 200),
  enabled boolean not null
);
insert into feature_flags (name, description, enabled) values
  ('registration', 'New accounts can be made', true),
  ('public_library', 'Published prompts can be browsed', true),
  ('enhancement', 'Prompts can be improved', true);

alter table quota_usage enable row level security;
alter table quota_usage force row level security;
alter table enhancements enable row level security;
alter table enhancements force row level security;
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
alter table rate_limits enable row level security;
alter table rate_limits force row level security;
alter table feature_flags enable row level security;
alter table feature_flags force row level security;
alter table schema_migrations enable row level security;
alter table schema_migrations force row level security;

create policy own on quota_usage to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on quota_usage to promptr_jobs using (true) with check (true);
create policy own on enhancements to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on enhancements to promptr_jobs using (true) with check (true);
create policy own on idempotency_keys to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on idempotency_keys to promptr_jobs using (true);
create policy counting on rate_limits to promptr_app using (true) with check (true);
create policy work on rate_limits to promptr_jobs using (true);
create policy everyone on feature_flags for select to promptr_app using (true);
create policy history on schema_migrations to promptr_owner using (true) with check (true);
create policy everyone on schema_migrations for select to promptr_app using (true);

grant select, insert, update on quota_usage, enhancements to promptr_app;
grant select, update on quota_usage, enhancements to promptr_jobs;
grant select, insert, update, delete on idempotency_keys to promptr_app;
grant select, delete on idempotency_keys to promptr_jobs;
grant select, insert, update, delete on rate_limits to promptr_app;
grant select, delete on rate_limits to promptr_jobs;
grant select on feature_flags, schema_migrations to promptr_app;
