import { build, type Query, statement } from "../../db/build.ts";

export type QueueRow = {
  name: string;
  pausedAt: Date | null;
  cron: string | null;
  created: number;
  retry: number;
  active: number;
  completed: number;
  cancelled: number;
  failed: number;
  doneLastMinute: number;
  doneLastHour: number;
  failedLastHour: number;
  oldestWaitSeconds: number | null;
};

/** Every queue, or one, as the jobs' table has it now: the queue's own counts are of its last look, seconds ago. */
export const queueNumbers = (queue: string | null): Query<QueueRow> => ({
  sql: `select q.name, p.paused_at as "pausedAt", s.cron,
      coalesce(n.created, 0) as created, coalesce(n.retry, 0) as retry, coalesce(n.active, 0) as active,
      coalesce(n.completed, 0) as completed, coalesce(n.cancelled, 0) as cancelled, coalesce(n.failed, 0) as failed,
      coalesce(n.minute, 0) as "doneLastMinute", coalesce(n.hour, 0) as "doneLastHour",
      coalesce(n.failures, 0) as "failedLastHour", n.wait as "oldestWaitSeconds"
    from pgboss.queue q
      left join promptr.paused_queues p on p.name = q.name
      left join pgboss.schedule s on s.name = q.name and s.key = ''
      left join (
        select name,
          count(*) filter (where state = 'created')::int as created,
          count(*) filter (where state = 'retry')::int as retry,
          count(*) filter (where state = 'active')::int as active,
          count(*) filter (where state = 'completed')::int as completed,
          count(*) filter (where state = 'cancelled')::int as cancelled,
          count(*) filter (where state = 'failed')::int as failed,
          count(*) filter (where state = 'completed' and completed_on > now() - interval '1 minute')::int as minute,
          count(*) filter (where state = 'completed' and completed_on > now() - interval '1 hour')::int as hour,
          count(*) filter (where state = 'failed' and completed_on > now() - interval '1 hour')::int as failures,
          extract(epoch from now() - min(greatest(created_on, start_after))
            filter (where state < 'active' and start_after <= now()))::int as wait
        from pgboss.job where $1::text is null or name = $1 group by name
      ) n on n.name = q.name
    where ($1::text is null or q.name = $1) and not starts_with(q.name, '__pgboss__')
    order by q.name`,
  parameters: [queue],
});

export type DepthRow = {
  readonly queue: string;
  readonly waiting: number;
  readonly retrying: number;
  readonly active: number;
  /** Of what may start now; null when nothing may. */
  readonly oldestWaitSeconds: number | null;
};

/** What every queue has before it, without what is done: a week of done jobs would be counted at every scrape. */
export const queueDepths: Query<DepthRow> = {
  name: "promptr_queue_depths",
  sql: `select q.name as queue, coalesce(n.waiting, 0) as waiting, coalesce(n.retrying, 0) as retrying,
      coalesce(n.active, 0) as active, n.wait as "oldestWaitSeconds"
    from pgboss.queue q left join (
      select name,
        count(*) filter (where state = 'created')::int as waiting,
        count(*) filter (where state = 'retry')::int as retrying,
        count(*) filter (where state = 'active')::int as active,
        extract(epoch from now() - min(greatest(created_on, start_after))
          filter (where state < 'active' and start_after <= now()))::int as wait
      from pgboss.job where state <= 'active' group by name
    ) n on n.name = q.name
    where not starts_with(q.name, '__pgboss__')
    order by q.name`,
  parameters: [],
};

export type JobRow = {
  id: string;
  name: string;
  state: string;
  data: unknown;
  output: unknown;
  retryCount: number;
  retryLimit: number;
  createdAt: Date;
  startAfter: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  sourceName: string | null;
  sourceId: string | null;
};
const COLUMNS = `id, name, state::text as state, data, coalesce(source_output, output) as output,
  retry_count as "retryCount", retry_limit as "retryLimit", date_trunc('milliseconds', created_on) as "createdAt",
  start_after as "startAfter", started_on as "startedAt", completed_on as "completedAt",
  source_name as "sourceName", source_id as "sourceId"`;

/** Null asks for nothing; `value` (a time, to the millisecond) and `id` are the place to go on from. */
type Wanted = { queue: string | null; state: string | null; value: string; id: string; limit: number };

/** Jobs, newest first. */
export const jobsLike = ({ queue, state, value, id, limit }: Wanted): Query<JobRow> => ({
  sql: `select ${COLUMNS} from pgboss.job
    where ($1::text is null or name = $1) and ($2::text is null or state = $2::pgboss.job_state)
      and not starts_with(name, '__pgboss__')
      and (date_trunc('milliseconds', created_on), id) < ($3::timestamptz, $4::uuid)
    order by date_trunc('milliseconds', created_on) desc, id desc limit $5`,
  parameters: [queue, state, value, id, limit],
});

/** By way of the primary key, which begins with the queue. */
export const jobById = (id: string): Query<JobRow> => ({
  sql: `select ${COLUMNS} from pgboss.job where name = any(array(select name from pgboss.queue)) and id = $1`,
  parameters: [id],
});

/** Whether there is a queue of jobs to work; the dead letters are nobody's work. */
export const workedQueue = (queue: string): Query<{ name: string }> => ({
  sql: "select name from pgboss.queue where name = $1 and name <> 'dead_letter' and not starts_with(name, '__pgboss__')",
  parameters: [queue],
});

/** The queues nobody takes from. */
export const pausedQueues = statement((_: object) => build.selectFrom("paused_queues").select("name"));
