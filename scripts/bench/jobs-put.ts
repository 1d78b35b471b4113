import type { Scene } from "./jobs-scene.ts";

/** Queues one job for each row of `source`, as the queue's own options say; each has a time of its own, as jobs of requests have. */
export const put = (scene: Pick<Scene, "sql">, queue: string, source: string, payload: string, values: unknown[]) =>
  scene.sql(
    `insert into pgboss.job (name, data, retry_limit, retry_backoff, retry_delay, retry_delay_max, expire_seconds,
       deletion_seconds, keep_until, policy, heartbeat_seconds, dead_letter, created_on)
     select q.name, jsonb_build_object('payload', ${payload}, 'requestId', null), q.retry_limit, q.retry_backoff,
       q.retry_delay, q.retry_delay_max, q.expire_seconds, q.deletion_seconds, now() + interval '1 day', q.policy,
       q.heartbeat_seconds, q.dead_letter, clock_timestamp()
     from pgboss.queue q cross join ${source} where q.name = '${queue}'`,
    values,
  );
export const putEffects = (scene: Pick<Scene, "sql">, number: number) =>
  put(scene, "bench.effect", "generate_series(1, $1::int)", "'{}'::jsonb", [number]);

/** A number the database knows. */
export const number = async (scene: Scene, text: string): Promise<number> =>
  (await scene.sql(`select (${text})::float8 as n`))[0]?.["n"] ?? 0;
