import type { JobWithMetadata, PgBoss } from "pg-boss";
import { JobRefused } from "../contract/job.ts";
import type { Feature, Handler } from "../feature.ts";
import type { Scope } from "../scope.ts";
import { pairHandlers } from "./install.ts";
import { Envelope } from "./queue.ts";

/** A job is picked up within this; jobs of one batch run side by side. */
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

/** Starts one worker per job of the features. */
export async function startWorkers(
  boss: PgBoss,
  features: readonly Feature[],
  scopeOf: JobScope,
  log: WorkerLog,
): Promise<void> {
  for (const [job, handler] of pairHandlers(features)) {
    await boss.work(
      job.name,
      {
        batchSize: job.concurrency,
        pollingIntervalSeconds: POLLING_SECONDS,
        burstWhenBatchFull: true,
        includeMetadata: true,
        perJobResults: true,
      },
      async (jobs: JobWithMetadata[]) => Promise.all(jobs.map((one) => attempt(handler, one, scopeOf, log))),
    );
  }
}
