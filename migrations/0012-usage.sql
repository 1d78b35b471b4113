-- What was used: one row a request, written in batches from memory, and one row a call of a model, written by the ledger.
-- Append-only and narrow. No foreign key, no unique index and no check: each is paid for with every request, and rows come
-- from one statement and one trigger only. Nor an index by person: it costs as much as the rest of the row, and what is
-- read by person (rollups, export, erasure) is read by the day (docs/decisions/0020).
create table usage_tracking (
  id uuid not null,
  user_id uuid, -- null: nobody was known
  action_type text not null, -- the name of the operation; of a call of a model what for: enhance, run or test
  resource_type text, -- the first word of the path; 'model_call' for a call of a model
  tokens_used integer not null default 0,
  processing_time_ms integer,
  model_used text,
  success boolean not null default true,
  ip_address inet, -- the network only (/24, /48)
  created_at timestamptz(3) not null default now(),
  status_code smallint, -- 499: the caller left before the answer had; null for a call of a model
  api_key_id uuid,
  prompt_id uuid,
  prompt_version integer,
  label text,
  cost_usd numeric(12, 6),
  batch bigint not null -- usage_batches.number: with which rows it came
) partition by range (created_at);
create index usage_tracking_by_time on usage_tracking using brin (created_at);
create index usage_tracking_by_batch on usage_tracking using brin (batch);
create trigger append_only before update on usage_tracking for each row execute function refuse_change();
create trigger no_truncate before truncate on usage_tracking for each statement execute function refuse_change();

-- One row for each batch that was written, in the statement that wrote its rows: a batch whose answer was lost is sent
-- again under its id and changes nothing. Rollups take whole batches, late ones too, and say here which they have taken;
-- a month of usage is dropped only when none of its batches waits.
create table usage_batches (
  id uuid primary key,
  number bigint generated always as identity,
  first_at timestamptz(3) not null, -- of its rows
  last_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  rolled_up_at timestamptz(3),
  check (first_at <= last_at)
);
create index usage_batches_waiting on usage_batches (number) where rolled_up_at is null;
create index usage_batches_done on usage_batches (created_at) where rolled_up_at is not null;

-- Whose usage was erased within the last day: what a process still has of it in memory must not come back. Looking each
-- person of a batch up in the profiles instead would be a quarter of what a row costs.
create table usage_forgotten (
  user_id uuid primary key,
  forgotten_at timestamptz(3) not null
);
create index usage_forgotten_by_age on usage_forgotten (forgotten_at);

-- Which version and label a call of a model was about, so that cost can be told by them. In the rows that are there both
-- are null, so nothing has to be read to know that the checks hold.
alter table enhancements add column prompt_version integer, add column label text,
  add constraint enhancements_prompt_version_check check (prompt_version > 0) not valid,
  add constraint enhancements_label_check check (length(label) <= 36) not valid;

-- The ledger writes its own usage row, in the transaction that ends the reservation and by its own figures, whoever ends
-- it: so both always say the same.
create function note_model_call() returns trigger
  language plpgsql security definer set search_path = promptr, pg_temp as $$
declare
  batch bigint;
begin
  insert into usage_batches (id, first_at, last_at) values (new.id, new.finished_at, new.finished_at)
    on conflict (id) do nothing returning number into batch;
  -- Looked up after the batch was entered: an erasure waits for those before it, and those after it see the account closed.
  if batch is null or not exists (select from profiles where id = new.user_id and erased_at is null) then
    return null;
  end if;
  insert into usage_tracking (id, user_id, action_type, resource_type, tokens_used, processing_time_ms, model_used, success,
      created_at, prompt_id, prompt_version, label, cost_usd, batch)
    values (new.id, new.user_id, new.kind, 'model_call', new.input_tokens + new.output_tokens,
      least(2147483647, greatest(0, extract(epoch from new.finished_at - new.created_at) * 1000))::integer, new.model,
      new.state = 'settled' and new.status is not null, new.finished_at, new.prompt_id, new.prompt_version, new.label,
      new.cost_usd, batch);
  return null;
end
$$;
revoke execute on function note_model_call() from public;
create trigger note_model_call after update on enhancements for each row
  when (old.state = 'reserved' and new.state <> 'reserved') execute function note_model_call();

-- As in 0006, now for both; the months are those of UTC whatever the session's zone is.
create or replace function add_month_partition(parent text, month date) returns boolean
  language plpgsql security definer set search_path = promptr, pg_temp set timezone = 'UTC' as $$
declare
  name text := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
  first date := date_trunc('month', month)::date;
begin
  if parent not in ('audit_log', 'usage_tracking') then raise exception 'not a partitioned table: %', parent; end if;
  perform pg_advisory_xact_lock(7701004);
  if to_regclass(format('promptr.%I', name)) is not null then return false; end if;
  execute format('create table promptr.%I partition of promptr.%I for values from (%L) to (%L)',
    name, parent, first, (first + interval '1 month')::date);
  execute format('alter table promptr.%I enable row level security', name);
  execute format('alter table promptr.%I force row level security', name);
  execute format('create trigger no_truncate before truncate on promptr.%I for each statement execute function refuse_change()', name);
  return true;
exception when check_violation then
  return false; -- the default partition holds rows of this month already: they stay where they are
end
$$;

-- Drops the months of usage that ended before a day, as far as rollups have taken all of them. Dropping one keeps requests'
-- rows waiting for a moment, so it gives up early when somebody reads.
create function drop_usage_months(before date) returns integer
  language plpgsql security definer set search_path = promptr, pg_temp set timezone = 'UTC' set lock_timeout = '1s' as $$
declare
  name text;
  first date;
  dropped integer := 0;
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'promptr.usage_tracking'::regclass and c.relname ~ '_\d{4}_\d{2}$' order by c.relname
  loop
    first := to_date(right(name, 7), 'YYYY_MM');
    continue when first + interval '1 month' > before or exists (select from usage_batches
      where rolled_up_at is null and first_at < first + interval '1 month' and last_at >= first);
    execute format('drop table promptr.%I', name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
revoke execute on function drop_usage_months(date) from public;
grant execute on function drop_usage_months(date) to promptr_jobs;

-- What no month takes goes here, so nothing is refused when months were not made in time.
create table usage_tracking_default partition of usage_tracking default;
create trigger no_truncate before truncate on usage_tracking_default for each statement execute function refuse_change();
alter table usage_tracking_default enable row level security;
alter table usage_tracking_default force row level security;
alter table usage_tracking enable row level security;
alter table usage_tracking force row level security;
alter table usage_forgotten enable row level security;
alter table usage_forgotten force row level security;
alter table usage_batches enable row level security;
alter table usage_batches force row level security;
select add_month_partition('usage_tracking', (date_trunc('month', now()) + make_interval(months => ahead))::date)
  from generate_series(0, 2) as ahead;

create policy own on usage_tracking for select to promptr_app using (user_id = (select current_user_id()));
create policy work on usage_tracking to promptr_jobs using (true) with check (true);
create policy ledger on usage_tracking for insert to promptr_owner with check (true);
create policy work on usage_batches to promptr_jobs using (true) with check (true);
create policy work on usage_forgotten to promptr_jobs using (true) with check (true);
create policy ledger on usage_batches to promptr_owner using (true) with check (true);

grant select on usage_tracking to promptr_app;
grant select, insert, delete on usage_tracking to promptr_jobs;
grant select, insert, delete on usage_batches to promptr_jobs;
grant select, insert, update, delete on usage_forgotten to promptr_jobs;
grant update (rolled_up_at) on usage_batches to promptr_jobs;
