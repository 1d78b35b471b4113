-- job-control-queries.countCompleted
select count(*)::int as "left"
  from pgboss.job
  where state = 'completed' and ($1::text is null or name = $1);

-- job-control-queries.countRetryable
select (select count(*)
  from pgboss.job j
  where j.state = 'failed' and j.name <> 'dead_letter' and ($1::text is null or j.name = $1) and ( $2::uuid[] is null or j.id = any($2) or j.id in (select d.source_id
  from pgboss.job d
  where d.name = 'dead_letter' and d.id = any($2))))::int + (select count(*)
  from pgboss.job d join pgboss.queue q on q.name = d.source_name
  where d.name = 'dead_letter' and d.state = 'created' and ($1::text is null or d.source_name = $1) and ($2::uuid[] is null or d.id = any($2) or d.source_id = any($2)) and not exists (select
  from pgboss.job s
  where s.name = d.source_name and s.id = d.source_id))::int as "left";

-- job-control-queries.deleteCompleted
with gone as ( delete
  from pgboss.job
  where state = 'completed' and (name, id) in ( select name, id
  from pgboss.job
  where state = 'completed' and ($1::text is null or name = $1)
  order by completed_on
  limit $2)
  returning name, id ), letters as ( delete
  from pgboss.job d using gone
  where d.name = 'dead_letter' and d.source_name = gone.name and d.source_id = gone.id ) select 1
  from gone;

-- job-control-queries.deleteDeadLetters
delete
  from pgboss.job
  where name = 'dead_letter' and source_id = any($1::uuid[]);

-- job-control-queries.pauseQueue
insert into "promptr"."paused_queues" ("name")
  values ($1)
  on conflict do nothing
  returning "name";

-- job-control-queries.remakeOrphaned
with chosen as ( select d.id, d.source_name, d.source_id, d.data
  from pgboss.job d join pgboss.queue q on q.name = d.source_name
  where d.name = 'dead_letter' and d.state = 'created' and ($1::text is null or d.source_name = $1) and ($2::uuid[] is null or d.id = any($2) or d.source_id = any($2)) and not exists (select
  from pgboss.job s
  where s.name = d.source_name and s.id = d.source_id)
  order by d.created_on, d.id
  limit $3 for update of d skip locked ), made as ( insert into pgboss.job (id, name, data, retry_limit, retry_backoff, retry_delay, retry_delay_max, expire_seconds, deletion_seconds, keep_until, policy, heartbeat_seconds, dead_letter) select c.source_id, q.name, c.data, q.retry_limit, q.retry_backoff, q.retry_delay, q.retry_delay_max, q.expire_seconds, q.deletion_seconds, now() + q.retention_seconds * interval '1 second', q.policy, q.heartbeat_seconds, q.dead_letter
  from chosen c join pgboss.queue q on q.name = c.source_name
  on conflict do nothing
  returning id ), removed as ( delete
  from pgboss.job
  where name = 'dead_letter' and id in ( select c.id
  from chosen c join made m on m.id = c.source_id) ) select id
  from made;

-- job-control-queries.resumeQueue
delete
  from "promptr"."paused_queues"
  where "name" = $1
  returning "name";

-- job-control-queries.reviveFailed
with chosen as ( select j.name, j.id
  from pgboss.job j
  where j.state = 'failed' and j.name <> 'dead_letter' and ($1::text is null or j.name = $1) and ( $2::uuid[] is null or j.id = any($2) or j.id in (select d.source_id
  from pgboss.job d
  where d.name = 'dead_letter' and d.id = any($2)))
  order by j.created_on, j.id
  limit $3 for update skip locked ) update pgboss.job j
  set state = 'retry', retry_limit = j.retry_count + 1 + q.retry_limit, start_after = now(), completed_on = null, keep_until = now() + q.retention_seconds * interval '1 second'
  from chosen c join pgboss.queue q on q.name = c.name
  where j.name = c.name and j.id = c.id
  returning j.id;
