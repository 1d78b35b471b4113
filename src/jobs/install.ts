import { PgBoss } from "pg-boss";
import type { Job } from "../contract/job.ts";
import { MIGRATION_LOCK } from "../db/migrate.ts";
import type { QueuePool } from "../db/queue-pool.ts";
import type { Feature } from "../feature.ts";

export const SCHEMA = "pgboss";
export const DEAD_LETTER = "dead_letter";

/**
 * A worker that says nothing for this long is dead. Its job starts elsewhere within thirty seconds of the death: after
 * this, a look over the queues (3 s), the delay before another attempt (2 to 4 s, then 4 to 8), and a worker's own (1 s).
 */
const HEARTBEAT_SECONDS = 12;
const RETRY_DELAY_SECONDS = 2;
const RETRY_DELAY_MAX_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** Every declared job with its one handler; a job nobody handles, or two handlers of one job, is a bug found at boot. */
export function pairHandlers(features: readonly Feature[]): Map<Job, Feature["handlers"][number]> {
  const jobs = features.flatMap((feature) => feature.jobs);
  const handlers = features.flatMap((feature) => feature.handlers);
  for (const { job } of handlers)
    if (!jobs.includes(job)) throw new Error(`The handler of ${job.name} belongs to no declared job`);
  const names = new Set<string>();
  return new Map(
    jobs.map((job) => {
      if (names.has(job.name)) throw new Error(`Two jobs are named ${job.name}`);
      names.add(job.name);
      const [handler, ...more] = handlers.filter((candidate) => candidate.job === job);
      if (!handler || more.length > 0)
        throw new Error(`${job.name} has ${handler ? more.length + 1 : 0} handlers, it needs one`);
      return [job, handler];
    }),
  );
}

/** Creates or updates the queue's tables, one queue per job, and the schedule. Part of migrating; safe to repeat. */
export async function installQueues(pool: QueuePool, features: readonly Feature[]): Promise<void> {
  const jobs = [...pairHandlers(features).keys()];
  const boss = new PgBoss({
    db: pool,
    schema: SCHEMA,
    createSchema: false,
    migrate: true,
    supervise: false,
    schedule: false,
  });
  let fault: Error | undefined;
  boss.on("error", (error) => (fault ??= error));
  await boss.start();
  try {
    await boss.createQueue(DEAD_LETTER, { retentionSeconds: 30 * DAY_SECONDS });
    for (const job of jobs) {
      const options = {
        retryLimit: job.attempts - 1,
        retryDelay: RETRY_DELAY_SECONDS,
        retryBackoff: true,
        retryDelayMax: RETRY_DELAY_MAX_SECONDS,
        expireInSeconds: job.timeoutSeconds,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: 7 * DAY_SECONDS,
        retentionSeconds: 14 * DAY_SECONDS,
        deadLetter: DEAD_LETTER,
      };
      await boss.createQueue(job.name, options);
      await boss.updateQueue(job.name, options);
      if (job.cron !== undefined)
        await boss.schedule(job.name, job.cron, { payload: {}, requestId: null }, { tz: "UTC" });
    }
    const kept = new Set(jobs.filter(({ cron }) => cron !== undefined).map(({ name }) => name));
    for (const { name } of await boss.getSchedules()) if (!kept.has(name)) await boss.unschedule(name);
  } finally {
    await boss.stop({ graceful: false });
  }
  if (fault) throw fault;
  // Requests may put jobs in and learn their ids, and nothing else: payloads stay with the worker.
  // Under the lock of the migrations, because Postgres refuses two grants on one table at the same moment.
  await pool.executeSql(
    `do $$ begin
       perform pg_advisory_xact_lock(${MIGRATION_LOCK});
       grant usage on schema ${SCHEMA} to promptr_app, promptr_auth, promptr_moderator;
       grant insert on ${SCHEMA}.job_common to promptr_app, promptr_auth, promptr_moderator;
       grant select (id) on ${SCHEMA}.job_common to promptr_app, promptr_auth, promptr_moderator;
       grant select on ${SCHEMA}.queue to promptr_app, promptr_auth, promptr_moderator;
     end $$`,
  );
}
