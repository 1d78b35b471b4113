import type { JobWithMetadata, PgBoss } from "pg-boss";
import { beginTrace, readTraceparent, type Tracer, within } from "../contract/trace.ts";
import { JobRefused } from "../contract/job.ts";
import type { Feature, Handler } from "../feature.ts";
import type { Scope } from "../scope.ts";
import { pairHandlers } from "./install.ts";
import { type Outcome, Place, watchPauses } from "./places.ts";
import { Envelope } from "./queue.ts";

export type WorkerLog = { info(message: string, fields: object): void; error(message: string, fields: object): void };
/** Makes the scope one job runs in. */
export type JobScope = (requestId: string | null, signal: AbortSignal) => Scope<null>;

/** What is measured of jobs; nothing where nobody reads it. */
export type Watched = {
  readonly tracer: Tracer | null;
  readonly onEnd: ((queue: string, outcome: Outcome["status"], seconds: number) => void) | null;
};
const UNWATCHED: Watched = { tracer: null, onEnd: null };

/** Only the name of an error is kept: its message may quote what the job was about. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "Error");

/** One attempt, as part of the trace of the request that asked for it. */
async function watched(
  job: JobWithMetadata,
  { tracer, onEnd }: Watched,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const startedAt = performance.now();
  const parent = readTraceparent(Envelope.safeParse(job.data).data?.traceparent);
  const { trace, span } = beginTrace(tracer, parent, `process ${job.name}`, "consumer");
  const outcome = await within(trace, work);
  const { status } = outcome;
  onEnd?.(job.name, status, (performance.now() - startedAt) / 1_000);
  span?.end({
    attributes: {
      "messaging.operation.type": "process",
      "messaging.destination.name": job.name,
      "messaging.message.id": job.id,
      "promptr.job.attempt": job.retryCount + 1,
      "promptr.job.outcome": status,
    },
    ...(status !== "completed" && { fault: new Error(status) }),
  });
  return outcome;
}

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

/**
 * Starts as many workers for each job of the features as may run side by side: none waits for what another has taken.
 * They leave alone what is paused. Returns what ends the watch for pauses; the workers themselves end with the queue.
 */
export async function startWorkers(
  boss: PgBoss,
  features: readonly Feature[],
  scopeOf: JobScope,
  log: WorkerLog,
  readPaused: () => Promise<ReadonlySet<string>> = () => Promise.resolve(new Set()),
  watch: Watched = UNWATCHED,
): Promise<() => Promise<void>> {
  const places = [...pairHandlers(features)].flatMap(([{ name, concurrency }, handler]) => {
    const work = (one: JobWithMetadata): Promise<Outcome> =>
      watched(one, watch, () => attempt(handler, one, scopeOf, log));
    return Array.from({ length: concurrency }, () => new Place(boss, name, work));
  });
  const onError = (error: unknown): void =>
    log.error("A queue could not be paused or resumed", { error: String(error) });
  return watchPauses(places, readPaused, onError);
}
