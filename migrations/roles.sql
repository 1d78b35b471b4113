-- Repeatable, run as the login role before every migration: roles belong to the cluster, not to this database.
-- promptr_owner owns our tables; promptr_app serves requests; promptr_auth is the door (accounts and sessions);
-- promptr_share reads through one share link; promptr_search finds which prompts to read, but not what is in them;
-- promptr_moderator decides about what others can see, and sees nothing else; promptr_jobs owns the queue and does background work.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['promptr_owner', 'promptr_app', 'promptr_auth', 'promptr_share', 'promptr_search',
    'promptr_moderator', 'promptr_jobs'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another database of this cluster was quicker
    end;
    -- PostgreSQL 16 gives the creator a membership without SET, so the column is asked for where it exists.
    if not exists (
      select from pg_auth_members m
      where m.roleid = (select oid from pg_roles where rolname = wanted)
        and m.member = (select oid from pg_roles where rolname = current_user)
        and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)
    ) then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

do $$
begin
  if not exists (select from pg_namespace where nspname = 'promptr') then
    execute 'create schema promptr authorization promptr_owner';
  end if;
  if not exists (select from pg_namespace where nspname = 'pgboss') then
    execute 'create schema pgboss authorization promptr_jobs';
  end if;
end
$$;

do $$
begin
  execute format('grant create on database %I to promptr_owner, promptr_jobs', current_database());
  grant usage on schema promptr to promptr_app, promptr_auth, promptr_share, promptr_search, promptr_moderator, promptr_jobs;
  grant usage on schema pgboss to promptr_app, promptr_auth, promptr_moderator;
end
$$;
