-- By which rules a score was given: scores of different rules must not be compared as if they were of one.
-- No check here reads the rows that are there while nobody else can: 0011 does, under a lock that lets everybody write.
alter table prompts add column score_version smallint, add column rules_hash text,
  add constraint prompts_score_version_check check (score_version > 0) not valid,
  add constraint prompts_rules_hash_check check (rules_hash ~ '^[0-9a-f]{64}$') not valid;
alter table prompt_versions add column score_version smallint, add column rules_hash text,
  add constraint prompt_versions_score_version_check check (score_version > 0) not valid,
  add constraint prompt_versions_rules_hash_check check (rules_hash ~ '^[0-9a-f]{64}$') not valid;

-- The ledger holds every piece of work of a model, whatever it was asked for.
alter table enhancements add column kind text not null default 'enhance',
  add constraint enhancements_kind_check check (kind in ('enhance', 'run', 'test')) not valid,
  drop constraint enhancements_status_check;
alter table enhancements add constraint enhancements_status_check
  check (status in ('improved', 'already_good', 'needs_input', 'answered')) not valid;

-- What came of an enhancement: kept a day, so that the same question is answered at once and its changes can be taken one by one.
create table enhancement_results (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  prompt_id uuid, -- null: the text came with the request
  prompt_version integer check (prompt_version > 0), -- the version it was made from
  cache_key bytea not null check (length(cache_key) = 32), -- SHA-256 of content, model, options and template version
  result jsonb not null check (jsonb_typeof(result) = 'object' and octet_length(result::text) <= 4000000),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade,
  check ((prompt_id is null) = (prompt_version is null))
);
create unique index enhancement_results_by_key on enhancement_results (user_id, cache_key);
create index enhancement_results_by_prompt on enhancement_results (prompt_id) where prompt_id is not null;
create index enhancement_results_by_expiry on enhancement_results (expires_at);

-- What the providers' own lists say; it goes before the catalogue that this program was built with.
create table model_catalog (
  id text primary key check (length(id) between 1 and 100),
  provider text not null check (length(provider) <= 40),
  listed boolean not null, -- false: the provider has taken it from its list
  context_window integer check (context_window > 0),
  max_output_tokens integer check (max_output_tokens > 0),
  structured_output boolean, -- null: its list does not say
  retires_on date,
  replacement text check (length(replacement) <= 100),
  first_seen_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null
);

-- Whom we have told that a model they use will end, so that nobody is told twice.
create table model_notices (
  user_id uuid not null references profiles (id) on delete cascade,
  model text not null check (length(model) <= 100),
  stage text not null check (stage in ('retiring', 'retired')),
  created_at timestamptz(3) not null default now(),
  primary key (user_id, model, stage)
);

-- Inputs with what must be true of the answer.
create table prompt_test_cases (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  prompt_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  variables jsonb not null check (jsonb_typeof(variables) = 'object' and octet_length(variables::text) <= 200000),
  expectations jsonb not null check (jsonb_typeof(expectations) = 'array' and octet_length(expectations::text) <= 100000),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (prompt_id, name),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade
);

create trigger touch before update on prompt_test_cases for each row execute function touch_updated_at();
create index prompt_test_cases_by_user on prompt_test_cases (user_id);

create table prompt_test_runs (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  prompt_id uuid not null,
  version integer not null,
  model text not null check (length(model) <= 100),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  cases integer not null check (cases > 0),
  failure text check (length(failure) <= 300),
  worker uuid, -- whoever began it last: an older one stops
  draft jsonb check (octet_length(draft::text) <= 500000), -- the answer that is being judged, so that it is paid once
  created_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  unique (id, user_id),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade,
  foreign key (prompt_id, version) references prompt_versions (prompt_id, version) on delete cascade,
  check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index prompt_test_runs_by_prompt on prompt_test_runs (prompt_id, created_at desc, id desc);
create index prompt_test_runs_by_version on prompt_test_runs (prompt_id, version);
create index prompt_test_runs_by_user on prompt_test_runs (user_id, created_at desc);
create index prompt_test_runs_by_age on prompt_test_runs (created_at);

-- One row a case, written when it is done: a run that was cut off goes on where it was.
create table prompt_test_results (
  run_id uuid not null,
  case_id uuid not null, -- the case may be gone or changed by now; its name and what was asked are kept here
  user_id uuid not null references profiles (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  passed boolean not null,
  answer text check (length(answer) <= 50000),
  checks jsonb not null check (jsonb_typeof(checks) = 'array' and octet_length(checks::text) <= 200000),
  failure text check (length(failure) <= 300),
  input_tokens integer not null default 0 check (input_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  cost_usd numeric(12, 6) not null default 0 check (cost_usd >= 0),
  duration_ms integer not null check (duration_ms >= 0),
  created_at timestamptz(3) not null default now(),
  primary key (run_id, case_id),
  foreign key (run_id, user_id) references prompt_test_runs (id, user_id) on delete cascade
);
create index prompt_test_results_by_user on prompt_test_results (user_id);

alter table feature_flags no force row level security;
insert into feature_flags (name, description, enabled) values
  ('model_calls', 'Model providers are called', true),
  ('runs', 'Prompts can be run on a model', true);
alter table feature_flags force row level security;

alter table enhancement_results enable row level security;
alter table enhancement_results force row level security;
alter table model_catalog enable row level security;
alter table model_catalog force row level security;
alter table model_notices enable row level security;
alter table model_notices force row level security;
alter table prompt_test_cases enable row level security;
alter table prompt_test_cases force row level security;
alter table prompt_test_runs enable row level security;
alter table prompt_test_runs force row level security;
alter table prompt_test_results enable row level security;
alter table prompt_test_results force row level security;

create policy own on enhancement_results to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on enhancement_results to promptr_jobs using (true);
create policy everyone on model_catalog for select to promptr_app using (true);
create policy work on model_catalog to promptr_jobs using (true) with check (true);
create policy own on model_notices for select to promptr_app using (user_id = (select current_user_id()));
create policy work on model_notices to promptr_jobs using (true) with check (true);
create policy own on prompt_test_cases to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on prompt_test_cases to promptr_jobs using (true);
create policy own on prompt_test_runs to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on prompt_test_runs to promptr_jobs using (true) with check (true);
create policy own on prompt_test_results to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on prompt_test_results to promptr_jobs using (true) with check (true);

grant update (score_version, rules_hash) on prompts to promptr_app;
grant select, insert, update on enhancement_results to promptr_app;
grant select, insert, update, delete on prompt_test_cases to promptr_app;
grant select, insert on prompt_test_runs to promptr_app;
grant select on prompt_test_results to promptr_app;
grant select, delete on enhancement_results, prompt_test_cases to promptr_jobs;
grant select, insert, update on model_catalog to promptr_jobs;
grant select on model_catalog, model_notices to promptr_app;
grant select, insert, delete on model_notices to promptr_jobs;
grant select, insert, update, delete on prompt_test_runs, prompt_test_results to promptr_jobs;
