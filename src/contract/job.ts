import type { z } from "zod";

/** Trying this job again would not help: it goes to the dead letter queue at once. */
export class JobRefused extends Error {
  override name = "JobRefused";
}

/** What a sender must know of a job. Who runs it is a handler's business, so sending never imports the work. */
export type Job<P extends z.ZodType = z.ZodType> = {
  /** Queue name, `area.verb`. */
  readonly name: string;
  /** Parsed when the job is sent and again when it is worked. */
  readonly payload: P;
  /** How many times the handler may run in all before the job goes to the dead letter queue. */
  readonly attempts: number;
  /** Seconds one attempt may take before it counts as failed. */
  readonly timeoutSeconds: number;
  /** Jobs of this queue one process runs at the same time. */
  readonly concurrency: number;
  /** When set, the job is sent on this schedule with an empty payload (five-field cron, UTC). */
  readonly cron?: string;
};

export const job = <P extends z.ZodType>(definition: Job<P>): Job<P> => definition;
