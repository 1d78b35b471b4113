-- What the service tells a person inside the product.
create table notifications (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) between 1 and 2000),
  created_at timestamptz(3) not null default now(),
  read_at timestamptz(3)
);
create index notifications_by_user on notifications (user_id, created_at desc, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;
create index notifications_by_age on notifications (created_at);

-- A copy of everything held about a person, made by a job and kept in pieces for a week.
create table exports (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  state text not null default 'queued' check (state in ('queued', 'running', 'ready', 'failed')),
  bytes bigint check (bytes >= 0),
  sha256 bytea check (length(sha256) = 32),
  download_hash bytea unique check (length(download_hash) = 32), -- SHA-256 of the token in the mailed link
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  expires_at timestamptz(3) not null,
  check ((state in ('ready', 'failed')) = (finished_at is not null)),
  check ((state = 'ready') = (bytes is not null and sha256 is not null)),
  unique (id, user_id)
);
create unique index exports_running on exports (user_id) where state in ('queued', 'running');
create index exports_by_user on exports (user_id, created_at desc, id desc);
create index exports_by_expiry on exports (expires_at);

create table export_chunks (
  export_id uuid not null,
  user_id uuid not null,
  part integer not null check (part >= 0),
  bytes bytea not null check (length(bytes) between 1 and 1048576),
  primary key (export_id, part),
  foreign key (export_id, user_id) references exports (id, user_id) on delete cascade
);
create index export_chunks_by_export on export_chunks (export_id, user_id);

alter table notifications enable row level security;
alter table notifications force row level security;
alter table exports enable row level security;
alter table exports force row level security;
alter table export_chunks enable row level security;
alter table export_chunks force row level security;

create policy own on notifications to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy door on notifications for insert to promptr_auth with check (true);
create policy work on notifications to promptr_jobs using (true) with check (true);
create policy own on exports for select to promptr_app using (user_id = (select current_user_id()));
create policy own_new on exports for insert to promptr_app with check (user_id = (select current_user_id()) and state = 'queued');
create policy door on exports for select to promptr_auth using (true);
create policy work on exports to promptr_jobs using (true) with check (true);
create policy own on export_chunks for select to promptr_app using (user_id = (select current_user_id()));
create policy door on export_chunks for select to promptr_auth using (true);
create policy work on export_chunks to promptr_jobs using (true) with check (true);
create policy work on prompt_versions to promptr_jobs using (true);
create policy work on refresh_tokens to promptr_jobs using (true);

grant select, insert on notifications to promptr_app;
grant update (read_at) on notifications to promptr_app;
grant insert on notifications to promptr_auth;
grant select, insert, delete on notifications to promptr_jobs;
grant select, insert on exports to promptr_app;
grant select on exports, export_chunks to promptr_auth;
grant select, insert, update, delete on exports, export_chunks to promptr_jobs;
grant select on export_chunks to promptr_app;
grant select, delete on prompt_versions to promptr_jobs;
-- To remove those of ended sessions a few at a time; a digest is nothing one can sign in with.
grant select, delete on refresh_tokens to promptr_jobs;
