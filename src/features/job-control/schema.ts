import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";

/** RELIABILITY (b) 28: jobs one call puts back. */
export const RETRIED_MAX = 1_000;
/** Jobs one call removes; more would hold its transaction open for long. */
export const CLEARED_MAX = 10_000;

const STATES = ["created", "retry", "active", "completed", "cancelled", "failed"] as const;
const State = z.enum(STATES).meta({ description: "`created` and `retry` wait; `retry` has failed before" });
const QueueName = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/);

export const Queue = z
  .object({
    name: z.string().meta({ description: "`dead_letter` holds what failed for good, beside the failed job itself" }),
    pausedAt: z.iso.datetime().nullable().meta({ description: "Since when workers take nothing from it" }),
    schedule: z.string().nullable().meta({ description: "Five-field cron, UTC" }),
    counts: z.object({
      created: z.int(),
      retry: z.int(),
      active: z.int(),
      completed: z.int(),
      cancelled: z.int(),
      failed: z.int(),
    }),
    oldestWaitSeconds: z
      .int()
      .nullable()
      .meta({ description: "How long the oldest job that could run now has waited" }),
    throughput: z.object({
      completedLastMinute: z.int(),
      completedLastHour: z.int(),
      failedLastHour: z.int(),
    }),
  })
  .meta({ id: "JobQueue" });
export type Queue = z.output<typeof Queue>;

export const Job = z
  .object({
    id: z.uuid(),
    queue: z.string(),
    state: State,
    payload: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "Ids, times and words of ours; anything else reads `[redacted]`" }),
    requestId: z.string().nullable().meta({ description: "The request that asked for it" }),
    attempts: z.int().meta({ description: "How many times it was begun" }),
    attemptsMax: z.int(),
    error: z.string().nullable().meta({ description: "The name of the last error, never its words" }),
    createdAt: z.iso.datetime(),
    startAfter: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
    source: z
      .object({ queue: z.string(), id: z.uuid() })
      .nullable()
      .meta({ description: "Of a dead letter: the job it is a copy of" }),
  })
  .meta({ id: "Job" });
export type Job = z.output<typeof Job>;

export const JobPage = pageOf(Job)
  .extend({ queues: z.array(Queue) })
  .meta({ id: "JobPage" });
export const JobQuery = z
  .strictObject({ ...PageQuery.omit({ page: true, include: true }).shape })
  .extend({ queue: QueueName.optional(), state: State.optional() });
export type JobQuery = z.output<typeof JobQuery>;
export const JobId = z.strictObject({ id: z.uuid() });
export const QueuePath = z.strictObject({ queue: QueueName });
export const OneQueue = z.strictObject({ queue: QueueName.optional() });

export const RetryWish = z
  .strictObject({
    queue: QueueName.exactOptional(),
    ids: z
      .array(z.uuid().transform((id) => id.toLowerCase()))
      .min(1)
      .max(RETRIED_MAX)
      .exactOptional()
      .meta({ description: "Ids of failed jobs or of their dead letters" }),
  })
  .meta({ id: "RetryWish" });
export type RetryWish = z.output<typeof RetryWish>;
export const Retried = z
  .object({ retried: z.int(), left: z.int().meta({ description: "How many a further call would put back" }) })
  .meta({ id: "RetriedJobs" });
export const Cleared = z
  .object({ deleted: z.int(), left: z.int().meta({ description: "How many a further call would remove" }) })
  .meta({ id: "ClearedJobs" });
