import { z } from "zod";
import { job } from "../../src/contract/job.ts";
import { type Feature, handle } from "../../src/feature.ts";

const one = { payload: z.strictObject({}), attempts: 3, timeoutSeconds: 60, concurrency: 5 } as const;
/** Changes rows, as a rollup does: once for each job, however often it is run. */
export const effectJob = job({ ...one, name: "bench.effect" });
/** Ends its process, whoever works it. */
export const poisonJob = job({ ...one, name: "bench.poison", concurrency: 1 });

/** What the two leave behind: every start of a job, whose effect is done, and the effects themselves. */
export const BENCH_TABLES = `create schema bench;
  create table bench.starts (job_id uuid not null, pid integer not null, at timestamptz not null default clock_timestamp());
  create table bench.done (job_id uuid primary key);
  create table bench.effects (job_id uuid not null);
  grant usage on schema bench to promptr_jobs;
  grant all on all tables in schema bench to promptr_jobs`;

const start = (id: string) => ({ sql: "insert into bench.starts values ($1, $2)", parameters: [id, process.pid] });

export const benchFeature: Feature = {
  name: "bench",
  routes: [],
  jobs: [effectJob, poisonJob],
  handlers: [
    handle(effectJob, async ({ db }, _payload, { id }) => {
      await db.rows(start(id));
      await db.transaction(async (inner) => {
        const sql = "insert into bench.done values ($1) on conflict do nothing returning job_id";
        if (await inner.first({ sql, parameters: [id] }))
          await inner.rows({ sql: "insert into bench.effects values ($1)", parameters: [id] });
      });
    }),
    handle(poisonJob, async ({ db }, _payload, { id }) => {
      await db.rows(start(id));
      process.kill(process.pid, "SIGKILL");
      await new Promise(() => undefined);
    }),
  ],
};
