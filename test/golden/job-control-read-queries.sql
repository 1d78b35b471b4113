-- job-control-read-queries.jobById
select id, name, state::text as state, data, coalesce(source_output, output) as output, retry_count as "retryCount", retry_limit as "retryLimit", date_trunc('milliseconds', created_on) as "createdAt", start_after as "startAfter", started_on as "startedAt", completed_on as "completedAt", source_name as "sourceName", source_id as "sourceId"
  from pgboss.job
  where name = any(array(select name
  from pgboss.queue)) and id = $1;

-- job-control-read-queries.jobsLike
select id, name, state::text as state, data, coalesce(source_output, output) as output, retry_count as "retryCount", retry_limit as "retryLimit", date_trunc('milliseconds', created_on) as "createdAt", start_after as "startAfter", started_on as "startedAt", completed_on as "completedAt", source_name as "sourceName", source_id as "sourceId"
  from pgboss.job
  where ($1::text is null or name = $1) and ($2::text is null or state = $2::pgboss.job_state) and not starts_with(name, '__pgboss__') and (date_trunc('milliseconds', created_on), id) < ($3::timestamptz, $4::uuid)
  order by date_trunc('milliseconds', created_on) desc, id desc
  limit $5;

-- job-control-read-queries.pausedQueues
select "name"
  from "promptr"."paused_queues";

-- job-control-read-queries.queueDepths
select q.name as queue, coalesce(n.waiting, 0) as waiting, coalesce(n.retrying, 0) as retrying, coalesce(n.active, 0) as active, n.wait as "oldestWaitSeconds"
  from pgboss.queue q
  left join ( select name, count(*) filter (where state = 'created')::int as waiting, count(*) filter (where state = 'retry')::int as retrying, count(*) filter (where state = 'active')::int as active, extract(epoch
  from now() - min(greatest(created_on, start_after)) filter (where state < 'active' and start_after <= now()))::int as wait
  from pgboss.job
  where state <= 'active'
  group by name ) n on n.name = q.name
  where not starts_with(q.name, '__pgboss__')
  order by q.name;

-- job-control-read-queries.queueNumbers
select q.name, p.paused_at as "pausedAt", s.cron, coalesce(n.created, 0) as created, coalesce(n.retry, 0) as retry, coalesce(n.active, 0) as active, coalesce(n.completed, 0) as completed, coalesce(n.cancelled, 0) as cancelled, coalesce(n.failed, 0) as failed, coalesce(n.minute, 0) as "doneLastMinute", coalesce(n.hour, 0) as "doneLastHour", coalesce(n.failures, 0) as "failedLastHour", n.wait as "oldestWaitSeconds"
  from pgboss.queue q
  left join promptr.paused_queues p on p.name = q.name
  left join pgboss.schedule s on s.name = q.name and s.key = ''
  left join ( select name, count(*) filter (where state = 'created')::int as created, count(*) filter (where state = 'retry')::int as retry, count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'completed')::int as completed, count(*) filter (where state = 'cancelled')::int as cancelled, count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'completed' and completed_on > now() - interval '1 minute')::int as minute, count(*) filter (where state = 'completed' and completed_on > now() - interval '1 hour')::int as hour, count(*) filter (where state = 'failed' and completed_on > now() - interval '1 hour')::int as failures, extract(epoch
  from now() - min(greatest(created_on, start_after)) filter (where state < 'active' and start_after <= now()))::int as wait
  from pgboss.job
  where $1::text is null or name = $1
  group by name ) n on n.name = q.name
  where ($1::text is null or q.name = $1) and not starts_with(q.name, '__pgboss__')
  order by q.name;

-- job-control-read-queries.workedQueue
select name
  from pgboss.queue
  where name = $1 and name <> 'dead_letter' and not starts_with(name, '__pgboss__');
