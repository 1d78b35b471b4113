-- Who a statement speaks for. The server sets it together with the role, for one transaction only:
-- a profile id for promptr_app, the hex SHA-256 of a share token for promptr_share, empty for nobody.
create function current_subject() returns text
  language sql stable parallel safe
  return nullif(current_setting('promptr.subject', true), '');

create function current_user_id() returns uuid
  language sql stable parallel safe
  return current_subject()::uuid;

create function touch_updated_at() returns trigger
  language plpgsql as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$;

create function refuse_change() returns trigger
  language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end
$$;

create table profiles (
  id uuid primary key,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  full_name text not null check (length(full_name) between 1 and 200),
  subscription_tier text not null default 'free' check (subscription_tier in ('free', 'pro')),
  subscription_status text not null default 'inactive' check (subscription_status in ('inactive', 'active', 'past_due', 'canceled')),
  api_calls_remaining integer not null default 1000 check (api_calls_remaining >= 0),
  preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object'),
  role text not null default 'user' check (role in ('user', 'admin')),
  suspended_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create unique index profiles_by_email on profiles (email);
create trigger touch before update on profiles for each row execute function touch_updated_at();

create table credentials (
  user_id uuid primary key references profiles (id) on delete cascade,
  password_hash text not null check (password_hash like '$argon2id$%' and length(password_hash) <= 200),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create trigger touch before update on credentials for each row execute function touch_updated_at();

create table sessions (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  ip inet,
  user_agent text check (length(user_agent) <= 400),
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_reason text check (revoked_reason in ('logout', 'logout_all', 'refresh_reuse')),
  check ((revoked_at is null) = (revoked_reason is null)),
  check (expires_at > created_at)
);
create index sessions_by_user on sessions (user_id, created_at desc);
create index sessions_by_expiry on sessions (expires_at);

create table refresh_tokens (
  token_hash bytea primary key check (length(token_hash) = 32),
  session_id uuid not null references sessions (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  replaced_at timestamptz(3)
);
create index refresh_tokens_by_session on refresh_tokens (session_id);

create table signing_keys (
  id text primary key check (length(id) between 1 and 64),
  private_jwk jsonb not null,
  created_at timestamptz(3) not null default now()
);

alter table profiles enable row level security;
alter table profiles force row level security;
alter table credentials enable row level security;
alter table credentials force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
alter table signing_keys enable row level security;
alter table signing_keys force row level security;

create policy own on profiles for select to promptr_app using (id = (select current_user_id()));
create policy door on profiles to promptr_auth using (true) with check (true);
create policy work on profiles for select to promptr_jobs using (true);
create policy names on profiles for select to promptr_owner using (true);
create policy door on credentials to promptr_auth using (true) with check (true);
create policy own on sessions for select to promptr_app using (user_id = (select current_user_id()));
create policy door on sessions to promptr_auth using (true) with check (true);
create policy work on sessions to promptr_jobs using (true);
create policy door on refresh_tokens to promptr_auth using (true) with check (true);
create policy door on signing_keys to promptr_auth using (true) with check (true);

grant select on profiles, sessions to promptr_app;
grant select, insert, update on profiles, credentials, sessions, refresh_tokens to promptr_auth;
grant select, insert on signing_keys to promptr_auth;
grant select on profiles to promptr_jobs;
grant select, delete on sessions to promptr_jobs;

-- Published prompts and share pages name their author; this is the only part of a profile others may see.
create function author_name(author uuid) returns text
  language sql stable security definer set search_path = ''
  return (select full_name from promptr.profiles where id = author);
revoke execute on function author_name(uuid) from public;
grant execute on function author_name(uuid) to promptr_app, promptr_share;
