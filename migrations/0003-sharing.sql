create table shared_prompts (
  id uuid primary key,
  prompt_id uuid not null references prompts (id) on delete cascade,
  created_by uuid not null references profiles (id) on delete cascade,
  share_token bytea not null check (length(share_token) = 32), -- SHA-256 of the token, never the token
  version integer check (version >= 1), -- null follows the prompt's newest version
  is_public boolean not null default false,
  password_hash text check (password_hash like '$argon2id$%' and length(password_hash) <= 200),
  max_views integer check (max_views between 1 and 1000000),
  view_count integer not null default 0 check (view_count >= 0 and (max_views is null or view_count <= max_views)),
  last_viewed_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  foreign key (prompt_id, version) references prompt_versions (prompt_id, version) on delete cascade
);
create unique index shared_prompts_by_token on shared_prompts (share_token);
create index shared_prompts_by_owner on shared_prompts (created_by, created_at desc, id desc);
create index shared_prompts_by_end on shared_prompts (coalesce(revoked_at, expires_at));
create index shared_prompts_by_prompt on shared_prompts (prompt_id);
create trigger touch before update on shared_prompts for each row
  when (old.view_count = new.view_count) execute function touch_updated_at();

alter table shared_prompts enable row level security;
alter table shared_prompts force row level security;

create policy own on shared_prompts to promptr_app
  using (created_by = (select current_user_id()))
  with check (created_by = (select current_user_id())
    and exists (select from prompts p where p.id = prompt_id and p.user_id = (select current_user_id())));
create policy link on shared_prompts to promptr_share
  using (share_token = (select decode(current_subject(), 'hex')));
create policy link on prompts for select to promptr_share
  using (deleted_at is null and moderation_status <> 'removed'
    and id in (select s.prompt_id from shared_prompts s));
create policy link on prompt_versions for select to promptr_share
  using (prompt_id in (select s.prompt_id from shared_prompts s));
create policy work on shared_prompts to promptr_jobs using (true);

grant select, insert, update on shared_prompts to promptr_app;
grant select on shared_prompts, prompts, prompt_versions to promptr_share;
grant update (view_count, last_viewed_at) on shared_prompts to promptr_share;
grant select, delete on shared_prompts to promptr_jobs;
