-- analytics-rollup-queries.addRows
with rows as materialized ( select u.user_id, u.created_at, promptr.quarter_hour(u.created_at) as slot, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failed, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.batch = any($1::bigint[]) and u.batch between $2 and $3 and u.created_at between $4 and $5 and (u.user_id is null or u.user_id not in (select f.user_id
  from promptr.usage_forgotten f)) ), requests as ( insert into promptr.usage_rollups (user_id, slot, action, latency_class, requests, failures) select user_id, slot, action, latency_class, count(*), sum(failed)
  from rows
  where not is_call and user_id is not null
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (user_id, slot, action, latency_class) do update
  set requests = usage_rollups.requests + excluded.requests, failures = usage_rollups.failures + excluded.failures ), prompts as ( insert into promptr.prompt_rollups (user_id, slot, prompt_id, prompt_version, label, requests, failures) select user_id, slot, prompt_id, prompt_version, label, count(*), sum(failed)
  from rows
  where not is_call and user_id is not null and prompt_id <> '00000000-0000-0000-0000-000000000000'
  group by 1, 2, 3, 4, 5
  order by 1, 2, 3, 4, 5
  on conflict (user_id, slot, prompt_id, prompt_version, label) do update
  set requests = prompt_rollups.requests + excluded.requests, failures = prompt_rollups.failures + excluded.failures ), models as ( insert into promptr.model_rollups (user_id, slot, model, prompt_id, prompt_version, label, latency_class, calls, failures, tokens_used, cost_usd) select user_id, slot, model, prompt_id, prompt_version, label, latency_class, count(*), sum(failed), sum(tokens_used), sum(cost_usd)
  from rows
  where is_call and user_id is not null
  group by 1, 2, 3, 4, 5, 6, 7
  order by 1, 2, 3, 4, 5, 6, 7
  on conflict (user_id, slot, model, prompt_id, prompt_version, label, latency_class) do update
  set calls = model_rollups.calls + excluded.calls, failures = model_rollups.failures + excluded.failures, tokens_used = model_rollups.tokens_used + excluded.tokens_used, cost_usd = model_rollups.cost_usd + excluded.cost_usd ), people as ( insert into promptr.active_days (user_id, day, quarters) select user_id, (slot at time zone 'UTC')::date, bit_or(set_bit(repeat('0', 96)::bit(96), (extract(epoch
  from slot)::bigint / 900 % 96)::integer, 1))
  from (select distinct user_id, slot
  from rows
  where user_id is not null) as seen
  group by 1, 2
  order by 1, 2
  on conflict (user_id, day) do update
  set quarters = active_days.quarters | excluded.quarters ) insert into promptr.system_rollups (slot, is_call, model, latency_class, calls, failures, tokens_used, cost_usd) select slot, is_call, case when is_call then model else '' end, latency_class, count(*), sum(failed), coalesce(sum(tokens_used) filter (where is_call), 0), coalesce(sum(cost_usd) filter (where is_call), 0)
  from rows
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  on conflict (slot, is_call, model, latency_class) do update
  set calls = system_rollups.calls + excluded.calls, failures = system_rollups.failures + excluded.failures, tokens_used = system_rollups.tokens_used + excluded.tokens_used, cost_usd = system_rollups.cost_usd + excluded.cost_usd;

-- analytics-rollup-queries.announceRollup
lock table promptr.usage_batches in row exclusive mode;

-- analytics-rollup-queries.oldActiveDays
delete
  from promptr.active_days
  where ctid in (select ctid
  from promptr.active_days
  where day < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.oldModelRollups
delete
  from promptr.model_rollups
  where ctid in (select ctid
  from promptr.model_rollups
  where slot < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.oldPromptRollups
delete
  from promptr.prompt_rollups
  where ctid in (select ctid
  from promptr.prompt_rollups
  where slot < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.oldSystemRollups
delete
  from promptr.system_rollups
  where ctid in (select ctid
  from promptr.system_rollups
  where slot < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.oldUsageRollups
delete
  from promptr.usage_rollups
  where ctid in (select ctid
  from promptr.usage_rollups
  where slot < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.oldWeeklyReports
delete
  from promptr.weekly_reports
  where ctid in (select ctid
  from promptr.weekly_reports
  where created_at < $1
  limit 5000)
  returning 1;

-- analytics-rollup-queries.rollupTurn
select pg_try_advisory_xact_lock(7701017) as free;

-- analytics-rollup-queries.takeBatches
with oldest as materialized ( select number
  from promptr.usage_batches
  where rolled_up_at is null
  order by number
  limit $2 for update skip locked ) update promptr.usage_batches b
  set rolled_up_at = $1
  from oldest
  where b.number = oldest.number and b.rolled_up_at is null
  returning b.number, b.first_at as "firstAt", b.last_at as "lastAt";

-- analytics-rollup-queries.takeRoom
select set_config('work_mem', '64MB', true);
