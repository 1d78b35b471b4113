-- A link shows a version for ever, the version a label names at the moment, or (both null) the newest.
alter table shared_prompts add column label text
  check (length(label) between 1 and 36 and label <> 'latest');
alter table shared_prompts add constraint shared_prompts_shows_one check (label is null or version is null);
-- The first characters of the token, so that its owner can tell it: 220 of its 256 bits stay unknown.
alter table shared_prompts add column token_start text check (length(token_start) = 6);
-- The token itself, of a link its owner wishes to be listed: it is everybody's by that wish, and of no other link kept.
alter table shared_prompts add column listed_token text check (length(listed_token) = 43);
alter table shared_prompts add constraint shared_prompts_listed_is_open
  check (listed_token is null or (is_public and password_hash is null));
-- Visits that were turned away: wrong or too many passwords; after the end. Written in batches, with the days below.
alter table shared_prompts add column refused_count integer not null default 0 check (refused_count >= 0);
alter table shared_prompts add column ended_count integer not null default 0 check (ended_count >= 0);
-- An owner may set fewer views than there were, which closes the link: the statement that counts one keeps to the limit.
alter table shared_prompts drop constraint shared_prompts_check, add check (view_count >= 0);
create index shared_prompts_listed on shared_prompts (created_at desc, id desc)
  where listed_token is not null and revoked_at is null;
drop trigger touch on shared_prompts; -- as in 0018, and visits that were turned away change nothing either
create trigger touch before update on shared_prompts for each row
  when (old.view_count = new.view_count and old.is_told = new.is_told and old.refused_count = new.refused_count
    and old.ended_count = new.ended_count)
  execute function touch_updated_at();

-- Visits by the day (UTC).
create table share_days (
  share_id uuid not null references shared_prompts (id) on delete cascade,
  day date not null,
  views integer not null default 0 check (views >= 0),
  refused integer not null default 0 check (refused >= 0),
  ended integer not null default 0 check (ended >= 0),
  primary key (share_id, day)
);
create index share_days_by_day on share_days (day);
alter table share_days enable row level security;
alter table share_days force row level security;
create policy own on share_days for select to promptr_app using (exists (select from shared_prompts s where s.id = share_id));
create policy work on share_days to promptr_jobs using (true) with check (true);
grant select on share_days to promptr_app;
grant select, insert, update, delete on share_days to promptr_jobs;
grant update (refused_count, ended_count) on shared_prompts to promptr_jobs;

-- In a function, so that opening a link that follows no label does not pay for looking one up.
create function labelled_version(of_prompt uuid, by_label text) returns integer
  language plpgsql stable as $$
begin
  return (select l.version from promptr.prompt_labels l where l.prompt_id = of_prompt and l.label = by_label);
end
$$;
revoke execute on function labelled_version(uuid, text) from public;
grant execute on function labelled_version(uuid, text) to promptr_app, promptr_share, promptr_owner;

-- As in 0018, with the version a link that follows a label has shown.
create or replace function tell_of_view() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
begin
  perform tell_webhooks(new.created_by, 'share.opened', jsonb_build_object('shareId', new.id, 'promptId', new.prompt_id,
    'version', case when new.label is not null then labelled_version(new.prompt_id, new.label)
      else coalesce(new.version, (select version from prompts where id = new.prompt_id)) end,
    'viewCount', new.view_count, 'maxViews', new.max_views, 'by', null));
  return null;
end
$$;

-- What is listed, for everybody and nothing else of it: who asks as nobody sees no row of these tables.
create policy listed on shared_prompts for select to promptr_owner using (listed_token is not null);
create policy listed on prompt_labels for select to promptr_owner using (true);
create function listed_shares(at timestamptz, before_time timestamptz, before_id uuid, wanted integer)
  returns table (id uuid, token text, title text, description text, shared_by text, created_at timestamptz)
  language sql stable security definer set search_path = promptr, pg_temp as $$
  select s.id, s.listed_token, p.title, p.description, author_name(s.created_by), s.created_at
  from shared_prompts s join prompts p on p.id = s.prompt_id
  where s.listed_token is not null and s.revoked_at is null and (s.created_at, s.id) < (before_time, before_id)
    and (s.expires_at is null or s.expires_at > at) and (s.max_views is null or s.view_count < s.max_views)
    and p.deleted_at is null and p.moderation_status = 'approved'
    and (s.label is null or labelled_version(s.prompt_id, s.label) is not null)
  order by s.created_at desc, s.id desc limit least(wanted, 101)
$$;
revoke execute on function listed_shares(timestamptz, timestamptz, uuid, integer) from public;
grant execute on function listed_shares(timestamptz, timestamptz, uuid, integer) to promptr_app;
