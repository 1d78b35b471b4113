-- analytics-figure-queries.modelFigures
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, model as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and ($6::text is null or model = $6) and ($7::uuid is null or prompt_id = $7)
  group by 1, 2, 3
  union all select bucket, model, latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and ($6::text is null or model = $6) and ($7::uuid is null or prompt_id = $7)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
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

-- analytics-figure-queries.modelTable
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, model as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and ($6::text is null or model = $6) and ($7::uuid is null or prompt_id = $7)
  group by 1, 2, 3
  union all select bucket, model, latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and ($6::text is null or model = $6) and ($7::uuid is null or prompt_id = $7)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
  group by grouping sets ((bucket, key, latency_class)) ), ranked as ( select *, sum(requests + calls) filter (where latency_class >= 0) over (those
  order by latency_class) as reached, sum(requests + calls) filter (where latency_class >= 0) over those as timed
  from grouped window those as (partition by no_bucket, no_key, bucket, key) ), figures as ( select no_key, bucket, key, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd, min(latency_class) filter (where latency_class >= 0 and reached >= 0.5 * timed) as p50, min(latency_class) filter (where latency_class >= 0 and reached >= 0.95 * timed) as p95, min(latency_class) filter (where latency_class >= 0 and reached >= 0.99 * timed) as p99
  from ranked
  group by no_bucket, no_key, bucket, key ), placed as ( select *, row_number() over (partition by no_key
  order by requests + calls desc, key, bucket) as place
  from figures ) select bucket, key, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd, p50, p95, p99
  from placed
  where no_key = 1 or place <= $4
  order by bucket, place;

-- analytics-figure-queries.promptFigures (1)
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' as key, -1::smallint as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.prompt_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//', -1::smallint, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//', latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
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

-- analytics-figure-queries.promptFigures (2)
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '/' || prompt_version || '/' as key, -1::smallint as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.prompt_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '/' || prompt_version || '/', -1::smallint, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '/' || prompt_version || '/' as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '/' || prompt_version || '/', latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
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

-- analytics-figure-queries.promptFigures (3)
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' || label as key, -1::smallint as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.prompt_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//' || label, -1::smallint, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' || label as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//' || label, latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
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

-- analytics-figure-queries.promptTable
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' as key, -1::smallint as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.prompt_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//', -1::smallint, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, prompt_id::text || '//' as key, latency_class as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)
  group by 1, 2, 3
  union all select bucket, prompt_id::text || '//', latency_class, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
  group by grouping sets ((bucket, key, latency_class)) ), ranked as ( select *, sum(requests + calls) filter (where latency_class >= 0) over (those
  order by latency_class) as reached, sum(requests + calls) filter (where latency_class >= 0) over those as timed
  from grouped window those as (partition by no_bucket, no_key, bucket, key) ), figures as ( select no_key, bucket, key, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd, min(latency_class) filter (where latency_class >= 0 and reached >= 0.5 * timed) as p50, min(latency_class) filter (where latency_class >= 0 and reached >= 0.95 * timed) as p95, min(latency_class) filter (where latency_class >= 0 and reached >= 0.99 * timed) as p99
  from ranked
  group by no_bucket, no_key, bucket, key ), placed as ( select *, row_number() over (partition by no_key
  order by requests + calls desc, key, bucket) as place
  from figures ) select bucket, key, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd, p50, p95, p99
  from placed
  where no_key = 1 or place <= $4
  order by bucket, place;

-- analytics-figure-queries.usageFigures
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, action as key, latency_class as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.usage_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and ($6::text is null or action = $6)
  group by 1, 2, 3
  union all select bucket, action, latency_class, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and ($6::text is null or action = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, '' as key, -1::smallint as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and $6::text is null
  group by 1, 2, 3
  union all select bucket, '', -1::smallint, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and $6::text is null) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
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

-- analytics-figure-queries.usageTable
with waiting as materialized (select *
  from promptr.waiting_usage()), tail as materialized ( select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action, coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model, coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version, coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class, (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
  from promptr.usage_tracking u
  where u.user_id = $5 and u.created_at >= $2 and u.created_at < $3 and u.created_at >= (select min(first_at)
  from waiting) and u.created_at <= (select max(last_at)
  from waiting) and u.batch >= (select min(number)
  from waiting) and u.batch <= (select max(number)
  from waiting) and (u.batch in (select number
  from waiting)) is true), grouped as ( select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd
  from (select width_bucket(slot, $1::timestamptz[]) as bucket, action as key, latency_class as latency_class, sum(requests), sum(failures), 0, 0, 0, 0::numeric
  from promptr.usage_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and ($6::text is null or action = $6)
  group by 1, 2, 3
  union all select bucket, action, latency_class, 1, failures, 0, 0, 0, 0
  from tail
  where not is_call and ($6::text is null or action = $6)
  union all select width_bucket(slot, $1::timestamptz[]) as bucket, '' as key, -1::smallint as latency_class, 0, 0, sum(calls), sum(failures), sum(tokens_used)::bigint, sum(cost_usd)
  from promptr.model_rollups
  where user_id = $5 and slot >= $2 and slot < $3 and $6::text is null
  group by 1, 2, 3
  union all select bucket, '', -1::smallint, 0, 0, 1, failures, tokens_used, cost_usd
  from tail
  where is_call and $6::text is null) as cells (bucket, key, latency_class, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd)
  group by grouping sets ((bucket, key, latency_class)) ), ranked as ( select *, sum(requests + calls) filter (where latency_class >= 0) over (those
  order by latency_class) as reached, sum(requests + calls) filter (where latency_class >= 0) over those as timed
  from grouped window those as (partition by no_bucket, no_key, bucket, key) ), figures as ( select no_key, bucket, key, sum(requests)::bigint as requests, sum(failed_requests)::bigint as failed_requests, sum(calls)::bigint as calls, sum(failed_calls)::bigint as failed_calls, sum(tokens_used)::bigint as tokens_used, sum(cost_usd) as cost_usd, min(latency_class) filter (where latency_class >= 0 and reached >= 0.5 * timed) as p50, min(latency_class) filter (where latency_class >= 0 and reached >= 0.95 * timed) as p95, min(latency_class) filter (where latency_class >= 0 and reached >= 0.99 * timed) as p99
  from ranked
  group by no_bucket, no_key, bucket, key ), placed as ( select *, row_number() over (partition by no_key
  order by requests + calls desc, key, bucket) as place
  from figures ) select bucket, key, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd, p50, p95, p99
  from placed
  where no_key = 1 or place <= $4
  order by bucket, place;
