import type { JobWithMetadata, PgBoss } from "pg-boss";
import { JobRefused } from "../contract/job.ts";
import type { Feature, Handler } from "../feature.ts";
import type { Scope } from "../scope.ts";
import { pairHandlers } from "./install.ts";
import { Envelope } from "./queue.ts";

/** A job that finds nobody at work is picked up within this. */
const POLLING_SECONDS = 1;

export type WorkerLog = { info(message: string, fields: object): void; error(message: string, fields: object): void };
/** Makes the scope one job runs in. */
export type JobScope = (requestId: string | null, signal: AbortSignal) => Scope<null>;

type Outcome = { id: string; status: "completed" | "failed" | "deadletter"; output: object };

/** Only the name of an error is kept: its message may quote what the job was about. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "Error");

async function attempt(handler: Handler, job: JobWithMetadata, scopeOf: JobScope, log: WorkerLog): Promise<Outcome> {
  const startedAt = performance.now();
  const { requestId = null, payload } = Envelope.safeParse(job.data).data ?? {};
  const fields = { jobId: job.id, queue: job.name, attempt: job.retryCount + 1, requestId };
  const took = (): string => `${Math.round(performance.now() - startedAt)}ms`;
  try {
    // Sound: the payload is parsed by the job's own schema, which is what the handler was typed by.
    const run = handler.run as (scope: Scope<null>, payload: unknown, attempt: { id: string }) => Promise<void>;
    await run(scopeOf(requestId, job.signal), handler.job.payload.parse(payload), { id: job.id });
    log.info("Job done", { ...fields, took: took() });
    return { id: job.id, status: "completed", output: {} };
  } catch (error) {
    log.error("Job failed", {
      ...fields,
      took: took(),
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return {
      id: job.id,
      status: error instanceof JobRefused ? "deadletter" : "failed",
      output: { error: nameOf(error) },
    };
  }
}

/** One worker takes one job after the other; who has just done one looks for the next at once. */
async function startWorker(
  boss: PgBoss,
  handler: Handler,
  work: (one: JobWithMetadata) => Promise<Outcome>,
): Promise<void> {
  const id: string = await boss.work(
    handler.job.name,
    { batchSize: 1, pollingIntervalSeconds: POLLING_SECONDS, includeMetadata: true, perJobResults: true },
    async (jobs: JobWithMetadata[]) => {
      const outcomes = await Promise.all(jobs.map(work));
      boss.notifyWorker(id);
      return outcomes;
    },
  );
}

/** Starts as many workers for each job of the features as may run side by side: none waits for what another has taken. */
export async function startWorkers(
  boss: PgBoss,
  features: readonly Feature[],
  scopeOf: JobScope,
  log: WorkerLog,
): Promise<void> {
  for (const [job, handler] of pairHandlers(features)) {
    const work = (one: JobWithMetadata): Promise<Outcome> => attempt(handler, one, scopeOf, log);
    for (let place = 0; place < job.concurrency; place += 1) await startWorker(boss, handler, work);
  }
}
