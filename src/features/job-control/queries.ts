import { build, type Query, statement } from "../../db/build.ts";

/** Jobs of a queue (null: of every one), and only those among `ids` (null: all); a dead letter's id means its job. */
type Chosen = { queue: string | null; ids: readonly string[] | null };
const FAILED = `j.state = 'failed' and j.name <> 'dead_letter' and ($1::text is null or j.name = $1) and (
  $2::uuid[] is null or j.id = any($2)
  or j.id in (select d.source_id from pgboss.job d where d.name = 'dead_letter' and d.id = any($2)))`;
/** Dead letters whose job the queue has forgotten meanwhile. */
const ORPHANED = `d.name = 'dead_letter' and d.state = 'created' and ($1::text is null or d.source_name = $1)
  and ($2::uuid[] is null or d.id = any($2) or d.source_id = any($2))
  and not exists (select from pgboss.job s where s.name = d.source_name and s.id = d.source_id)`;

/**
 * Gives failed jobs all their attempts once more, oldest first. The count of attempts goes on: a worker that was given
 * up and still runs must not be able to settle the new attempt.
 */
export const reviveFailed = ({ queue, ids }: Chosen, limit: number): Query<{ id: string }> => ({
  sql: `with chosen as (
      select j.name, j.id from pgboss.job j where ${FAILED} order by j.created_on, j.id limit $3 for update skip locked
    )
    update pgboss.job j set state = 'retry', retry_limit = j.retry_count + 1 + q.retry_limit, start_after = now(),
      completed_on = null, keep_until = now() + q.retention_seconds * interval '1 second'
    from chosen c join pgboss.queue q on q.name = c.name
    where j.name = c.name and j.id = c.id returning j.id`,
  parameters: [queue, ids, limit],
});

/** The dead letters of jobs that are tried again. */
export const deleteDeadLetters = (sourceIds: readonly string[]): Query<unknown> => ({
  sql: "delete from pgboss.job where name = 'dead_letter' and source_id = any($1::uuid[])",
  parameters: [sourceIds],
});

/** Makes jobs of dead letters whose own are gone, under their old ids, so that what was sent once is known again. */
export const remakeOrphaned = ({ queue, ids }: Chosen, limit: number): Query<{ id: string }> => ({
  sql: `with chosen as (
      select d.id, d.source_name, d.source_id, d.data from pgboss.job d join pgboss.queue q on q.name = d.source_name
      where ${ORPHANED} order by d.created_on, d.id limit $3 for update of d skip locked
    ), made as (
      insert into pgboss.job (id, name, data, retry_limit, retry_backoff, retry_delay, retry_delay_max, expire_seconds,
        deletion_seconds, keep_until, policy, heartbeat_seconds, dead_letter)
      select c.source_id, q.name, c.data, q.retry_limit, q.retry_backoff, q.retry_delay, q.retry_delay_max,
        q.expire_seconds, q.deletion_seconds, now() + q.retention_seconds * interval '1 second', q.policy,
        q.heartbeat_seconds, q.dead_letter
      from chosen c join pgboss.queue q on q.name = c.source_name
      on conflict do nothing returning id
    ), removed as (
      delete from pgboss.job where name = 'dead_letter' and id in (
        select c.id from chosen c join made m on m.id = c.source_id)
    )
    select id from made`,
  parameters: [queue, ids, limit],
});

/** How many a further call would find. */
export const countRetryable = ({ queue, ids }: Chosen): Query<{ left: number }> => ({
  sql: `select (select count(*) from pgboss.job j where ${FAILED})::int
    + (select count(*) from pgboss.job d join pgboss.queue q on q.name = d.source_name where ${ORPHANED})::int as "left"`,
  parameters: [queue, ids],
});

/**
 * Completed jobs only, oldest first. Never by pg-boss's `deleteStoredJobs`, which takes failed ones along. Dead letters of
 * jobs that were done after all go with them: without its job, one would look like work that is still to be done.
 */
export const deleteCompleted = (queue: string | null, limit: number): Query<unknown> => ({
  sql: `with gone as (
      delete from pgboss.job where state = 'completed' and (name, id) in (
        select name, id from pgboss.job where state = 'completed' and ($1::text is null or name = $1)
        order by completed_on limit $2) returning name, id
    ), letters as (
      delete from pgboss.job d using gone
      where d.name = 'dead_letter' and d.source_name = gone.name and d.source_id = gone.id
    )
    select 1 from gone`,
  parameters: [queue, limit],
});
export const countCompleted = (queue: string | null): Query<{ left: number }> => ({
  sql: `select count(*)::int as "left" from pgboss.job where state = 'completed' and ($1::text is null or name = $1)`,
  parameters: [queue],
});

/** No row when it is paused already. */
export const pauseQueue = statement((p: { name: string }) =>
  build
    .insertInto("paused_queues")
    .values({ name: p.name })
    .onConflict((conflict) => conflict.doNothing())
    .returning("name"),
);
/** No row when it is not paused. */
export const resumeQueue = statement((p: { name: string }) =>
  build.deleteFrom("paused_queues").where("name", "=", p.name).returning("name"),
);
