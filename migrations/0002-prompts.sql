create table prompts (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  title text not null check (length(title) between 1 and 200),
  description text check (length(description) between 1 and 2000),
  category text not null default 'general' check (category ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  tags text[] not null default '{}' check (cardinality(tags) <= 20 and array_position(tags, null) is null),
  role text check (length(role) between 1 and 20000),
  task text not null check (length(task) between 1 and 50000),
  context text check (length(context) between 1 and 50000),
  requirements text check (length(requirements) between 1 and 20000),
  style text check (length(style) between 1 and 20000),
  output text check (length(output) between 1 and 20000),
  raw_prompt text not null,
  enriched_prompt text,
  selected_model text not null default 'claude-3-5-sonnet' check (length(selected_model) between 1 and 100),
  quality_score decimal(3, 2) not null check (quality_score between 0 and 1),
  is_public boolean not null default false,
  moderation_status text not null default 'approved' check (moderation_status in ('approved', 'flagged', 'removed')),
  view_count integer not null default 0 check (view_count >= 0),
  version integer not null default 1 check (version >= 1),
  revision integer not null default 1 check (revision >= 1),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  unique (id, user_id)
);
create index prompts_by_owner_created on prompts (user_id, created_at desc, id desc) where deleted_at is null;
create index prompts_by_owner_updated on prompts (user_id, updated_at desc, id desc) where deleted_at is null;
create index prompts_by_owner_title on prompts (user_id, title, id) where deleted_at is null;
create index prompts_by_owner_quality on prompts (user_id, quality_score desc, id desc) where deleted_at is null;
create index prompts_by_owner_views on prompts (user_id, view_count desc, id desc) where deleted_at is null;
create index prompts_public_newest on prompts (created_at desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_public_category on prompts (category, created_at desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_public_title on prompts (title, id)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_deleted on prompts (deleted_at) where deleted_at is not null;
-- Counting a view changes nothing an editor would call a change.
create trigger touch before update on prompts for each row
  when (old.view_count = new.view_count) execute function touch_updated_at();

create table prompt_versions (
  prompt_id uuid not null,
  user_id uuid not null, -- the prompt's owner, so that a policy needs no second table and one statement can write both
  version integer not null check (version >= 1),
  author_id uuid references profiles (id) on delete set null,
  message text check (length(message) between 1 and 500),
  content_hash bytea not null check (length(content_hash) = 32),
  role text,
  task text not null,
  context text,
  requirements text,
  style text,
  output text,
  raw_prompt text not null,
  selected_model text not null,
  quality_score decimal(3, 2) not null check (quality_score between 0 and 1),
  created_at timestamptz(3) not null default now(),
  primary key (prompt_id, version),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade
);
create index prompt_versions_by_author on prompt_versions (author_id);
create trigger immutable before update on prompt_versions for each row
  -- Only the erasure of an author may touch a version, and only to forget the name.
  when (new.author_id is not null or to_jsonb(old) - 'author_id' <> to_jsonb(new) - 'author_id')
  execute function refuse_change();

create table categories (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  description text not null check (length(description) between 1 and 200)
);
insert into categories (name, description) values
  ('general', 'Anything that fits nowhere else'),
  ('writing', 'Stories, articles, editing and style'),
  ('coding', 'Writing, reviewing and explaining code'),
  ('analysis', 'Making sense of data, documents and arguments'),
  ('marketing', 'Campaigns, product copy and positioning'),
  ('education', 'Teaching, tutoring and learning material'),
  ('research', 'Finding, comparing and summarising sources'),
  ('support', 'Answering customers and colleagues'),
  ('productivity', 'Planning, mail and everyday work'),
  ('creative', 'Ideas, games, images and music');
create index prompts_by_category on prompts (category);
alter table prompts add foreign key (category) references categories (name) on delete restrict;

alter table prompts enable row level security;
alter table prompts force row level security;
alter table prompt_versions enable row level security;
alter table prompt_versions force row level security;
alter table categories enable row level security;
alter table categories force row level security;

create policy own on prompts to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy published on prompts for select to promptr_app
  using (is_public and moderation_status = 'approved' and deleted_at is null);
create policy work on prompts to promptr_jobs using (true);
create policy own on prompt_versions for select to promptr_app using (user_id = (select current_user_id()));
create policy own_new on prompt_versions for insert to promptr_app with check (user_id = (select current_user_id()));
create policy everyone on categories for select to promptr_app using (true);

grant select, insert on prompts to promptr_app;
-- Not the moderation status nor the counters: those are for others to write.
grant update (title, description, category, tags, role, task, context, requirements, style, output, raw_prompt,
  enriched_prompt, selected_model, quality_score, is_public, version, revision, deleted_at) on prompts to promptr_app;
grant select, delete on prompts to promptr_jobs;
grant select, insert on prompt_versions to promptr_app;
grant select on categories to promptr_app;
