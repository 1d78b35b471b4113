-- Who did what to whom. Append-only by grant and by trigger, every row chained to the one before it, so that a row that
-- was changed or removed is found by `promptr audit verify`. Rows outlive accounts: they hold ids, never names or
-- addresses of people (of an IP address, only the network).
create table audit_log (
  seq bigint not null default 0, -- this and both hashes are the trigger's to write
  created_at timestamptz(3) not null default clock_timestamp(), -- before the trigger: it decides the partition
  actor_kind text not null check (actor_kind in ('session', 'supabase', 'api_key', 'operator', 'job', 'nobody')),
  actor_id uuid,
  action text not null check (action ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  outcome text not null default 'done' check (outcome in ('done', 'denied')),
  subject_type text not null check (subject_type ~ '^[a-z_]{1,40}$'),
  subject_id text check (subject_id ~ '^[\w-]{1,64}$'),
  owner_id uuid, -- whose account it concerns
  request_id text check (request_id ~ '^[\w-]{1,64}$'),
  network text check (network ~ '^[0-9a-f.:/]{1,49}$'),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object' and octet_length(details::text) <= 2000),
  previous_hash bytea not null default decode(repeat('00', 32), 'hex') check (length(previous_hash) = 32),
  hash bytea not null default decode(repeat('00', 32), 'hex') check (length(hash) = 32),
  primary key (seq, created_at)
) partition by range (created_at);
create index audit_log_by_owner on audit_log (owner_id, seq desc);
create index audit_log_by_actor on audit_log (actor_id, seq desc);
create index audit_log_by_action on audit_log (action, seq desc);

-- The newest row's number and hash. Without it, rows cut off at the end would go unnoticed.
create table audit_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null check (seq >= 0),
  hash bytea not null check (length(hash) = 32)
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Writers stand in line here until they commit: a chain has one end. `audit.ts` writes the row last in its transaction.
create function chain_audit() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  head audit_head;
begin
  select * into strict head from audit_head for update;
  new.seq := head.seq + 1;
  new.previous_hash := head.hash;
  -- No field before the last can hold a bar, so the text has one reading (src/features/audit/chain.ts reads it again).
  new.hash := sha256(convert_to(concat_ws('|',
    encode(new.previous_hash, 'hex'), new.seq, (extract(epoch from new.created_at) * 1000)::bigint,
    new.actor_kind, coalesce(new.actor_id::text, ''), new.action, new.outcome, new.subject_type,
    coalesce(new.subject_id, ''), coalesce(new.owner_id::text, ''), coalesce(new.request_id, ''),
    coalesce(new.network, ''), new.details::text), 'UTF8'));
  update audit_head set seq = new.seq, hash = new.hash;
  return new;
end
$$;
-- Whoever could put it on a table of their own would move the head of the chain.
revoke execute on function chain_audit() from public;
create trigger chain before insert on audit_log for each row execute function chain_audit();
create trigger append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger no_truncate before truncate on audit_log for each statement execute function refuse_change();

-- Partitions are made ahead of time by a job; what no partition takes goes to the default one, so nothing is refused.
create function add_month_partition(parent text, month date) returns boolean
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  name text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  first date := date_trunc('month', month)::date;
begin
  if parent not in ('audit_log') then raise exception 'not a partitioned table: %', parent; end if;
  perform pg_advisory_xact_lock(7701004);
  if to_regclass(format('promptr.%I', name)) is not null then return false; end if;
  execute format('create table promptr.%I partition of promptr.%I for values from (%L) to (%L)',
    name, parent, first, (first + interval '1 month')::date);
  execute format('alter table promptr.%I enable row level security', name);
  execute format('alter table promptr.%I force row level security', name);
  -- Of the parent's triggers those for rows are inherited, the one for TRUNCATE is not.
  execute format('create trigger no_truncate before truncate on promptr.%I for each statement execute function refuse_change()', name);
  return true;
exception when check_violation then
  return false; -- the default partition holds rows of this month already: they stay where they are
end
$$;
revoke execute on function add_month_partition(text, date) from public;
grant execute on function add_month_partition(text, date) to promptr_jobs;

create table audit_log_default partition of audit_log default;
alter table audit_log_default enable row level security;
alter table audit_log_default force row level security;
create trigger no_truncate before truncate on audit_log_default for each statement execute function refuse_change();
alter table audit_log enable row level security;
alter table audit_log force row level security;
alter table audit_head enable row level security;
alter table audit_head force row level security;
select add_month_partition('audit_log', (date_trunc('month', now()) + make_interval(months => ahead))::date)
  from generate_series(0, 2) as ahead;

create policy head on audit_head to promptr_owner using (true) with check (true);
create policy verify on audit_head for select to promptr_jobs using (true);
create policy own on audit_log for select to promptr_app using (owner_id = (select current_user_id()));
create policy own_new on audit_log for insert to promptr_app with check (actor_id = (select current_user_id())
  and owner_id = (select current_user_id()) and actor_kind in ('session', 'supabase', 'api_key'));
create policy door on audit_log for insert to promptr_auth with check (true);
create policy work on audit_log for select to promptr_jobs using (true);
create policy work_new on audit_log for insert to promptr_jobs with check (true);

grant insert (actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, request_id, network, details)
  on audit_log to promptr_app, promptr_auth, promptr_jobs;
grant select on audit_log to promptr_app, promptr_jobs;
grant select on audit_head to promptr_jobs;
