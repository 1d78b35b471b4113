-- Typo-tolerant search needs trigrams. A database whose owner may not add the extension searches by words only.
do $$
begin
  create extension if not exists pg_trgm with schema promptr;
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'pg_trgm is not available: search finds whole words and their beginnings only';
end
$$;

create table folders (
  id uuid primary key,
  user_id uuid not null references profiles (id) on delete cascade,
  parent_id uuid,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (id, user_id),
  unique nulls not distinct (user_id, parent_id, name),
  foreign key (parent_id, user_id) references folders (id, user_id) on delete cascade,
  check (parent_id <> id)
);
create index folders_by_parent on folders (parent_id, user_id);
create trigger touch before update on folders for each row execute function touch_updated_at();

-- A slug names a prompt to its owner's programs; renaming or moving the prompt does not change it.
-- Exports go by slug in an order that is the same in every database.
alter table prompts add column slug text collate "C";
update prompts set slug = id::text;
alter table prompts alter column slug set not null, alter column slug set default gen_random_uuid()::text;
alter table prompts add check (slug ~ '^[a-z0-9]([a-z0-9._/-]{0,118}[a-z0-9])?$');
create unique index prompts_by_slug on prompts (user_id, slug);
-- The same guarantee the other way round also pages through one person's prompts by id.
alter table prompt_versions drop constraint prompt_versions_prompt_id_user_id_fkey;
alter table prompts drop constraint prompts_id_user_id_key, add unique (user_id, id);
alter table prompt_versions add foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade;
alter table prompts add column folder_id uuid;
alter table prompts add foreign key (folder_id, user_id) references folders (id, user_id) on delete set null (folder_id);
create index prompts_by_folder on prompts (folder_id, user_id, created_at desc, id desc);
-- [{name, type, required, default?, description?}], in the order they are asked for.
alter table prompts add column variables jsonb not null default '[]'
  check (jsonb_typeof(variables) = 'array' and octet_length(variables::text) <= 65536);
alter table prompt_versions add column variables jsonb not null default '[]';
alter table prompts add column star_count integer not null default 0 check (star_count >= 0);
alter table prompts add column fork_count integer not null default 0 check (fork_count >= 0);
alter table prompts add column trend_score double precision not null default 0;
alter table prompts add column published_at timestamptz(3);
update prompts set published_at = created_at where is_public;
alter table prompts add column forked_from uuid references prompts (id) on delete set null;
alter table prompts add column forked_version integer check (forked_version >= 1);
create index prompts_by_origin on prompts (forked_from) where forked_from is not null;
-- Folded words (src/features/search/texts.ts): title and tags; description and body.
alter table prompts add column search_title text not null default '' check (length(search_title) <= 4000);
alter table prompts add column search_body text not null default '' check (length(search_body) <= 60000);
update prompts set search_title = left(lower(concat_ws(' ', title, array_to_string(tags, ' '))), 4000),
  search_body = left(lower(concat_ws(' ', description, raw_prompt)), 60000);
alter table prompts add column search tsvector generated always as (
  setweight(to_tsvector('simple', search_title), 'A') || setweight(to_tsvector('simple', search_body), 'C')) stored;
-- Ranking reads them of hundreds of rows at a time: they lie in the row, with what is short, and the long texts beside it.
alter table prompts alter column search set storage main, alter column search_title set storage main,
  alter column title set storage main, alter column slug set storage main, alter column tags set storage main,
  alter column category set storage main, alter column selected_model set storage main,
  alter column moderation_status set storage main;
-- What was written lately is read through by every search, for each of its patterns, until it is sorted in: less than the
-- usual 4 MB of it, and not so little that it is sorted in row by row.
create index prompts_search on prompts using gin (search) with (gin_pending_list_limit = 1024) where deleted_at is null;
create index prompts_search_public on prompts using gin (search) with (gin_pending_list_limit = 1024)
  where is_public and moderation_status = 'approved' and deleted_at is null;
do $$
declare
  home text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  if home is not null then
    execute format('create index prompts_search_typos on prompts using gin (('' '' || search_title || '' '') %I.gin_trgm_ops)
      with (gin_pending_list_limit = 128)
      where is_public and moderation_status = ''approved'' and deleted_at is null', home);
  end if;
end
$$;
-- 64-bit SimHash of the body: texts that differ in at most three bits share one of its four quarters (Manku et al. 2007).
alter table prompts add column simhash bigint;
create index prompts_simhash_0 on prompts ((simhash & 65535)) where is_public and deleted_at is null;
create index prompts_simhash_1 on prompts (((simhash >> 16) & 65535)) where is_public and deleted_at is null;
create index prompts_simhash_2 on prompts (((simhash >> 32) & 65535)) where is_public and deleted_at is null;
create index prompts_simhash_3 on prompts (((simhash >> 48) & 65535)) where is_public and deleted_at is null;
create index prompts_public_trending on prompts (trend_score desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_public_stars on prompts (star_count desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_public_published on prompts (published_at desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_by_tag on prompts using gin (tags) with (gin_pending_list_limit = 128)
  where is_public and moderation_status = 'approved' and deleted_at is null;
-- The library's newest are the newest published: created_at orders nobody's view of it any more.
drop index prompts_public_newest;
drop index prompts_public_category;
-- Categories are never deleted while the server runs, and no list asks for one without an owner or the library.
drop index prompts_by_category;
create index prompts_public_category on prompts (category, published_at desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_public_model on prompts (selected_model, published_at desc, id desc)
  where is_public and moderation_status = 'approved' and deleted_at is null;
create index prompts_by_owner_deleted on prompts (user_id, deleted_at desc) where deleted_at is not null;
-- A published prompt has a moment it was published at, whoever writes it: lists are ordered by it.
create function set_published_at() returns trigger language plpgsql set search_path = promptr, pg_temp as $$
begin
  new.published_at := now();
  return new;
end
$$;
create trigger publish before insert or update on prompts for each row
  when (new.is_public and new.published_at is null) execute function set_published_at();
drop trigger touch on prompts;
-- Counting views, stars and forks changes nothing an editor would call a change.
create trigger touch before update on prompts for each row
  when (old.view_count = new.view_count and old.star_count = new.star_count and old.fork_count = new.fork_count
    and old.trend_score = new.trend_score)
  execute function touch_updated_at();

-- Labels move; each names one version. Moving one is a compare-and-swap on its revision.
create table prompt_labels (
  prompt_id uuid not null,
  user_id uuid not null,
  label text not null check (label ~ '^[a-z0-9]([a-z0-9._-]{0,34}[a-z0-9])?$' and label !~ '^[0-9]+$' and label <> 'latest'),
  version integer not null,
  revision integer not null default 1 check (revision >= 1),
  updated_by uuid references profiles (id) on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (prompt_id, label),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade,
  foreign key (prompt_id, version) references prompt_versions (prompt_id, version)
);
create index prompt_labels_by_owner on prompt_labels (user_id, label, prompt_id);
create index prompt_labels_by_mover on prompt_labels (updated_by) where updated_by is not null;
create trigger touch before update on prompt_labels for each row execute function touch_updated_at();
create table label_events (
  id uuid primary key,
  prompt_id uuid not null,
  user_id uuid not null,
  label text not null check (length(label) between 1 and 36),
  from_version integer check (from_version >= 1),
  to_version integer check (to_version >= 1),
  revision integer not null check (revision >= 1),
  actor_id uuid references profiles (id) on delete set null,
  actor_kind text not null check (actor_kind in ('session', 'supabase', 'api_key', 'job')),
  reason text check (length(reason) between 1 and 500),
  undoes uuid references label_events (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  foreign key (prompt_id, user_id) references prompts (id, user_id) on delete cascade,
  unique (prompt_id, label, revision),
  check (from_version is not null or to_version is not null)
);
create index label_events_by_actor on label_events (actor_id) where actor_id is not null;
create index label_events_by_undone on label_events (undoes) where undoes is not null;
create trigger immutable before update on label_events for each row
  when (new.actor_id is not null or to_jsonb(old) - 'actor_id' <> to_jsonb(new) - 'actor_id')
  execute function refuse_change();
-- Labels only `labels:write` or a person may move.
alter table profiles add column protected_labels text[] not null default '{production}'
  check (cardinality(protected_labels) <= 50 and array_position(protected_labels, null) is null);
grant update (protected_labels) on profiles to promptr_app;

create table prompt_stars (
  prompt_id uuid not null references prompts (id) on delete cascade,
  user_id uuid not null references profiles (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  primary key (prompt_id, user_id)
);
create index prompt_stars_by_user on prompt_stars (user_id, created_at desc);
create index prompt_stars_by_time on prompt_stars (created_at);
create table prompt_views (
  prompt_id uuid not null references prompts (id) on delete cascade,
  day date not null,
  views integer not null check (views >= 0),
  primary key (prompt_id, day)
);
create index prompt_views_by_day on prompt_views (day);

-- Stars and forks are counted on a row that belongs to somebody else: the owner role does it for them.
create function count_star() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  update prompts set star_count = greatest(0, star_count + case tg_op when 'INSERT' then 1 else -1 end)
    where id = coalesce(new.prompt_id, old.prompt_id);
  return null;
end
$$;
create trigger count_star after insert or delete on prompt_stars for each row execute function count_star();
create function count_fork() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  update prompts set fork_count = fork_count + 1 where id = new.forked_from;
  return null;
end
$$;
create trigger count_fork after insert on prompts for each row when (new.forked_from is not null) execute function count_fork();

alter table folders enable row level security;
alter table folders force row level security;
alter table prompt_labels enable row level security;
alter table prompt_labels force row level security;
alter table label_events enable row level security;
alter table label_events force row level security;
alter table prompt_stars enable row level security;
alter table prompt_stars force row level security;
alter table prompt_views enable row level security;
alter table prompt_views force row level security;

create policy own on folders to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on folders to promptr_jobs using (true);
create policy own on prompt_labels to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy link on prompt_labels for select to promptr_share
  using (prompt_id in (select s.prompt_id from shared_prompts s));
create policy work on prompt_labels to promptr_jobs using (true);
create policy own on label_events for select to promptr_app using (user_id = (select current_user_id()));
create policy own_new on label_events for insert to promptr_app with check (user_id = (select current_user_id()));
create policy work on label_events to promptr_jobs using (true);
create policy own on prompt_stars to promptr_app
  using (user_id = (select current_user_id())) with check (user_id = (select current_user_id()));
create policy work on prompt_stars to promptr_jobs using (true);
create policy work on prompt_views to promptr_jobs using (true) with check (true);
create policy counters on prompts to promptr_owner using (true) with check (true);

grant select, insert, update, delete on folders, prompt_labels to promptr_app;
grant select, insert on label_events to promptr_app;
grant select, insert, delete on prompt_stars to promptr_app;
grant select on prompt_labels to promptr_share;
grant select, delete on folders, prompt_labels, label_events, prompt_stars to promptr_jobs;
grant select, insert, update, delete on prompt_views to promptr_jobs;
grant update (view_count, trend_score) on prompts to promptr_jobs;
grant update (slug, folder_id, variables, search_title, search_body, simhash, published_at) on prompts to promptr_app;
grant usage on schema promptr to promptr_app;

-- The finder of ids (db/identity.ts): what it compares, of every prompt, and none of the texts.
create policy find on prompts for select to promptr_search using (true);
create policy find on prompt_labels for select to promptr_search using (true);
grant select (id, user_id, title, category, tags, selected_model, quality_score, is_public, moderation_status, view_count,
  created_at, updated_at, deleted_at, folder_id, star_count, trend_score, published_at, search_title, search, simhash)
  on prompts to promptr_search;
grant select (prompt_id, user_id, label) on prompt_labels to promptr_search;
