-- usage-queries.addUsageMonth
select promptr.add_month_partition('usage_tracking', $1::date) as added;

-- usage-queries.deleteDoneBatches
delete
  from promptr.usage_batches
  where id in (select id
  from promptr.usage_batches
  where rolled_up_at is not null and created_at < $1
  limit $2)
  returning 1;

-- usage-queries.deleteOldUsage
delete
  from promptr.usage_tracking
  where created_at < $1 and created_at <= (select min(created_at) + interval '1 hour'
  from promptr.usage_tracking
  where created_at < $1) and not exists (select
  from promptr.usage_batches
  where rolled_up_at is null and first_at < $1)
  returning 1;

-- usage-queries.deleteUsageOf
delete
  from promptr.usage_tracking
  where user_id = $1 and created_at >= $2 and created_at < $3;

-- usage-queries.dropUsageMonths
select promptr.drop_usage_months($1::date) as dropped;

-- usage-queries.endForgetting
delete
  from promptr.usage_forgotten
  where forgotten_at < $1;

-- usage-queries.insertUsage
with batch as ( insert into promptr.usage_batches (id, first_at, last_at)
  values ($1, $2, $3)
  on conflict (id) do nothing
  returning number ) insert into promptr.usage_tracking (id, user_id, action_type, resource_type, status_code, success, processing_time_ms, ip_address, created_at, prompt_id, prompt_version, label, api_key_id, batch) select e.id, e.user_id, ($7::text[])[e.operation], ($8::text[])[e.operation], e.status, e.status < 400, e.duration, e.network, to_timestamp(($17::float8 + e.at) / 1000), e.prompt_id, e.version, e.label, e.api_key_id, batch.number
  from batch, (select unnest($4::uuid[]) as id, unnest($5::uuid[]) as user_id, unnest($6::smallint[]) as operation, unnest($9::smallint[]) as status, unnest($10::integer[]) as duration, unnest($11::inet[]) as network, unnest($12::bigint[]) as at, unnest($13::uuid[]) as prompt_id, unnest($14::integer[]) as version, unnest($15::text[]) as label, unnest($16::uuid[]) as api_key_id) as e
  where e.user_id is null or e.user_id not in (select user_id
  from promptr.usage_forgotten);

-- usage-queries.startForgetting
insert into promptr.usage_forgotten (user_id, forgotten_at)
  values ($1, $2)
  on conflict (user_id) do update
  set forgotten_at = excluded.forgotten_at;

-- usage-queries.waitForBatches
lock table promptr.usage_batches in share mode;
