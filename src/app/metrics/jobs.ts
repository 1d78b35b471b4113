import type { Meters, Sample } from "../../contract/metrics.ts";
import { readDepths } from "../../features/job-control/index.ts";
import type { Base } from "../../http/parts.ts";
import type { Watched } from "../../jobs/worker.ts";

/** Seconds. From a mail to an export of a whole account. */
const JOB_SECONDS = [0.05, 0.25, 1, 5, 15, 60, 300] as const;
const DEAD_LETTER = "dead_letter";

/** What the queues have before them. Every process sees the same: take the largest, not the sum. */
export function readQueues(meters: Meters, base: Pick<Base, "db" | "ports">): void {
  const samples = (one: (row: Awaited<ReturnType<typeof readDepths>>[number]) => Sample[]) => async () =>
    (await readDepths(base)).flatMap(one);
  meters.reading({
    name: "promptr_jobs",
    help: "Jobs by queue and state; those of dead_letter failed for good",
    kind: "gauge",
    read: samples(({ queue, waiting, retrying, active }) =>
      queue === DEAD_LETTER
        ? [{ labels: { queue, state: "failed" }, value: waiting + retrying }]
        : [
            { labels: { queue, state: "waiting" }, value: waiting },
            { labels: { queue, state: "retrying" }, value: retrying },
            { labels: { queue, state: "active" }, value: active },
          ],
    ),
  });
  meters.reading({
    name: "promptr_jobs_oldest_wait_seconds",
    help: "How long the oldest job that may start has waited for it",
    kind: "gauge",
    read: samples(({ queue, oldestWaitSeconds }) =>
      queue === DEAD_LETTER ? [] : [{ labels: { queue }, value: oldestWaitSeconds ?? 0 }],
    ),
  });
}

/** Counts the jobs this process works, by how an attempt ended and how long it took. */
export function jobTimes(meters: Meters): NonNullable<Watched["onEnd"]> {
  const seconds = meters.histogram(
    "promptr_job_duration_seconds",
    "How long attempts at jobs took, by how they ended",
    ["queue", "outcome"],
    JOB_SECONDS,
  );
  return (queue, outcome, took) => seconds({ queue, outcome }, took);
}
