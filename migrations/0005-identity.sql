-- One person, several ways in: an account of ours has an e-mail address of its own, one that came from another issuer
-- has whatever that issuer says, which joins it to nobody (docs/decisions/0011).
alter table profiles alter column email drop not null;
alter table profiles add column origin text not null default 'local' check (origin in ('local', 'supabase'));
alter table profiles add column email_verified_at timestamptz(3);
-- When one person showed to hold both the address and the password: a click confirms an address, but whoever registered
-- it may be somebody else.
alter table profiles add column owner_proved_at timestamptz(3);
-- When ADMIN_EMAILS had its say about the account; it has one only, so that a later demotion stays.
alter table profiles add column admin_listed_at timestamptz(3);
alter table profiles add column erased_at timestamptz(3); -- the account is closed; a job removes the rest
alter table profiles add check (origin <> 'local' or email is not null);
alter table profiles add check (octet_length(preferences::text) <= 8192);
-- What is left of a month is its limit less what was used (quota_usage); a second number could only disagree.
alter table profiles drop column api_calls_remaining;
drop index profiles_by_email;
create unique index profiles_by_email on profiles (email) where origin = 'local';
create index profiles_by_created on profiles (created_at desc, id desc);
create index profiles_admins on profiles (id) where role = 'admin';

create table identities (
  provider text not null check (provider in ('supabase')),
  subject text not null check (length(subject) between 1 and 255),
  user_id uuid not null references profiles (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  primary key (provider, subject)
);
create index identities_by_user on identities (user_id);

alter table sessions drop constraint sessions_revoked_reason_check;
alter table sessions add constraint sessions_revoked_reason_check check (revoked_reason in
  ('logout', 'logout_all', 'refresh_reuse', 'ended', 'password_changed', 'password_reset', 'erased'));

-- One live link of each kind and account: the newest. Only the mail job ever sees the token.
create table password_resets (
  user_id uuid primary key references profiles (id) on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null check (expires_at > created_at)
);
create index password_resets_by_expiry on password_resets (expires_at);
create table email_verifications (
  user_id uuid primary key references profiles (id) on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null check (expires_at > created_at)
);
create index email_verifications_by_expiry on email_verifications (expires_at);

-- Signing keys: the newest that everybody knows signs; a retired one verifies until the last token it signed has ended.
alter table signing_keys add column retired_at timestamptz(3);
-- What keyed digests (API keys, refresh successors) are made with. Outlives every signing key.
create table server_secrets (
  name text primary key check (name ~ '^[a-z_]{1,40}$'),
  secret bytea not null check (length(secret) = 32),
  created_at timestamptz(3) not null default now()
);

create table api_keys (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) between 1 and 20
    and scopes <@ array['prompts:read', 'prompts:write', 'labels:write', 'enrichment', 'sharing', 'analytics:read']),
  allowed_cidrs cidr[] check (cardinality(allowed_cidrs) between 1 and 20),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_ip inet,
  revision integer not null default 1 check (revision >= 1),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (id, user_id)
);
create index api_keys_by_user on api_keys (user_id, created_at desc, id desc);
create trigger touch before update on api_keys for each row
  when (old.last_used_at is not distinct from new.last_used_at) execute function touch_updated_at();

-- A key has one secret, and for the overlap of a rotation the one before it as well.
create table api_key_secrets (
  secret_hash bytea primary key check (length(secret_hash) = 32), -- HMAC-SHA-256 under a server secret
  api_key_id uuid not null,
  user_id uuid not null,
  prefix text not null check (prefix ~ '^xmlp_[0-9A-Za-z]{6}$'), -- shown, so that its owner can tell it
  not_after timestamptz(3), -- set when a newer secret has taken its place
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  foreign key (api_key_id, user_id) references api_keys (id, user_id) on delete cascade
);
create index api_key_secrets_by_key on api_key_secrets (api_key_id, user_id, created_at desc);
create unique index api_key_secrets_current on api_key_secrets (api_key_id) where not_after is null;
create index api_key_secrets_by_end on api_key_secrets (not_after) where not_after is not null;

create table api_key_usage (
  api_key_id uuid not null,
  user_id uuid not null,
  day date not null,
  calls integer not null check (calls >= 0),
  primary key (api_key_id, day),
  foreign key (api_key_id, user_id) references api_keys (id, user_id) on delete cascade
);
create index api_key_usage_by_user on api_key_usage (user_id, day);
create index api_key_usage_by_key on api_key_usage (api_key_id, user_id);
alter table quota_usage drop constraint quota_usage_kind_check;
alter table quota_usage add constraint quota_usage_kind_check check (kind in ('prompts', 'enrichments', 'api_calls'));

alter table identities enable row level security;
alter table identities force row level security;
alter table password_resets enable row level security;
alter table password_resets force row level security;
alter table email_verifications enable row level security;
alter table email_verifications force row level security;
alter table server_secrets enable row level security;
alter table server_secrets force row level security;
alter table api_keys enable row level security;
alter table api_keys force row level security;
alter table api_key_secrets enable row level security;
alter table api_key_secrets force row level security;
alter table api_key_usage enable row level security;
alter table api_key_usage force row level security;

create policy own on identities for select to promptr_app using (user_id = (select current_user_id()));
create policy door on identities to promptr_auth using (true) with check (true);
create policy work on identities for select to promptr_jobs using (true);
create policy door on password_resets to promptr_auth using (true) with check (true);
create policy work on password_resets to promptr_jobs using (true) with check (true);
create policy door on email_verifications to promptr_auth using (true) with check (true);
create policy work on email_verifications to promptr_jobs using (true) with check (true);
create policy door on server_secrets to promptr_auth using (true) with check (true);
create policy own on api_keys to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy door on api_keys to promptr_auth using (true) with check (true);
create policy work on api_keys to promptr_jobs using (true);
create policy own on api_key_secrets to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy door on api_key_secrets to promptr_auth using (true) with check (true);
create policy work on api_key_secrets to promptr_jobs using (true);
create policy own on api_key_usage for select to promptr_app using (user_id = (select current_user_id()));
create policy door on api_key_usage to promptr_auth using (true) with check (true);
create policy work on api_key_usage to promptr_jobs using (true);
create policy door on quota_usage to promptr_auth using (true) with check (true);
create policy own_change on profiles for update to promptr_app
  using (id = (select current_user_id())) with check (id = (select current_user_id()));
create policy erase on profiles for delete to promptr_jobs using (true);

grant select on identities to promptr_app, promptr_jobs;
grant select, insert on identities to promptr_auth;
grant select, delete on password_resets, email_verifications to promptr_auth;
grant select, insert, update, delete on password_resets, email_verifications to promptr_jobs;
grant select, insert on server_secrets to promptr_auth;
grant update, delete on signing_keys to promptr_auth;
grant select, insert, update, delete on api_keys, api_key_secrets to promptr_app;
grant select, update, delete on api_keys, api_key_secrets to promptr_auth;
grant select, delete on api_keys, api_key_secrets, api_key_usage to promptr_jobs;
grant select on api_key_usage to promptr_app;
grant select, insert, update on api_key_usage, quota_usage to promptr_auth;
-- A person may change their name and their preferences; tier, role and address are for others to write.
grant update (full_name, preferences) on profiles to promptr_app;
grant delete on profiles, sessions to promptr_jobs;
