-- analytics-system-queries.activePeople
with waiting as materialized (select *
  from promptr.waiting_usage()), wanted as (select *
  from unnest($4::integer[], $5::date[], $6::bit(96)[]) as w (bucket, day, quarters)), seen as ( select distinct w.bucket, a.user_id
  from wanted w join promptr.active_days a on a.day = w.day
  where (a.quarters & w.quarters) <> repeat('0', 96)::bit(96)
  union select width_bucket(u.created_at, $1::timestamptz[]), u.user_id
  from promptr.usage_tracking u
  where u.user_id is not null and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true) select bucket, count(distinct user_id)::int as people
  from seen
  group by grouping sets ((bucket), ());

-- analytics-system-queries.largestTables
select coalesce(parent.relname, c.relname) as name, sum(pg_total_relation_size(c.oid))::bigint as bytes
  from pg_class c
  left join pg_inherits i on i.inhrelid = c.oid
  left join pg_class parent on parent.oid = i.inhparent
  where c.relkind = 'r' and c.relnamespace in (select oid
  from pg_namespace
  where nspname in ('promptr', 'pgboss'))
  group by 1
  order by 2 desc, 1
  limit $1;

-- analytics-system-queries.newInBuckets
select coalesce(a.bucket, b.bucket) as bucket, coalesce(a.number, 0)::int as people, coalesce(b.number, 0)::int as prompts
  from (select width_bucket(created_at, $1::timestamptz[]) as bucket, count(*) as number
  from promptr.profiles
  where erased_at is null and created_at >= $2 and created_at < $3
  group by 1) a full join (select width_bucket(created_at, $1::timestamptz[]) as bucket, count(*) as number
  from promptr.prompts
  where deleted_at is null and created_at >= $2 and created_at < $3
  group by 1) b on a.bucket = b.bucket
  order by 1;

-- analytics-system-queries.queueFigures
select name, queued_count as queued, active_count as active, failed_count as failed
  from pgboss.queue
  order by name;

-- analytics-system-queries.standing
select p.*, (select count(*)::int
  from promptr.prompts
  where deleted_at is null) as prompts, pg_database_size(current_database()) as "databaseBytes"
  from (select count(*)::int as people, (count(*) filter (where subscription_tier = 'free'))::int as free, (count(*) filter (where subscription_tier = 'pro'))::int as pro, (count(*) filter (where suspended_at is not null))::int as suspended
  from promptr.profiles
  where erased_at is null) as p;

-- analytics-system-queries.systemFigures
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where true and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, '' as key, latency_class as latency_class, sum(calls), sum(failures), 0, 0, 0, 0::numeric
  from promptr.system_rollups
  where true and slot >= $2 and slot < $3 and not is_call
  group by 1, 2, 3
  union all select bucket, '', latency_class, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and not is_call
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, model as key, -1::smallint as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.system_rollups
  where true and slot >= $2 and slot < $3 and is_call
  group by 1, 2, 3
  union all select bucket, model, -1::smallint, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and is_call) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
  group by grouping sets ((bucket, latency_class), (key, latency_class), (latency_class)) ), ranked as ( select *, sum(requests + calls) filter (where latency_class >= 0) over (those
  order by latency_class) as reached, sum(requests + calls) filter (where latency_class >= 0) over those as timed
  from grouped window those as (partition by no_bucket, no_key, bucket, key) ), figures as ( select no_key, bucket, key, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd, min(latency_class) filter (where latency_class >= 0 and reached >= 0.5 * timed) as p50, min(latency_class) filter (where latency_class >= 0 and reached >= 0.95 * timed) as p95, min(latency_class) filter (where latency_class >= 0 and reached >= 0.99 * timed) as p99
  from ranked
  group by no_bucket, no_key, bucket, key ), placed as ( select *, row_number() over (partition by no_key
  order by requests + calls desc, key, bucket) as place
  from figures ) select bucket, key, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd, p50, p95, p99
  from placed
  where no_key = 1 or place <= $4
  order by bucket, place;
