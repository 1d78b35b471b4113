import { z } from "zod";
import type { Job, Queue } from "./schema.ts";
import type { JobRow, QueueRow } from "./read-queries.ts";

export const toQueue = ({ name, pausedAt, cron, oldestWaitSeconds, ...row }: QueueRow): Queue => ({
  name,
  pausedAt: pausedAt?.toISOString() ?? null,
  schedule: cron,
  counts: {
    created: row.created,
    retry: row.retry,
    active: row.active,
    completed: row.completed,
    cancelled: row.cancelled,
    failed: row.failed,
  },
  oldestWaitSeconds,
  throughput: {
    completedLastMinute: row.doneLastMinute,
    completedLastHour: row.doneLastHour,
    failedLastHour: row.failedLastHour,
  },
});

const REDACTED = "[redacted]";
/** What may be shown of a payload: ids, times, calendar days and words of ours. Nothing a person typed looks like that. */
const SHOWN = [
  z.uuid(),
  z.iso.datetime(),
  z.iso.date(),
  z.string().regex(/^[a-z][a-z0-9_.]{0,59}$/),
  z.number(),
  z.boolean(),
  z.null(),
];
const redact = (value: unknown): unknown => (SHOWN.some((kind) => kind.safeParse(value).success) ? value : REDACTED);

/** Payloads hold ids only, by the rule of the house; a payload that broke it must not be read here. */
function toPayload(payload: unknown): Job["payload"] {
  if (typeof payload !== "object" || payload === null) return null;
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, redact(value)]));
}

const OurOutput = z.object({ error: z.string().regex(/^[A-Za-z]\w{0,59}$/) });
/** What pg-boss writes when a worker fell silent, took too long or was stopped. */
const Message = z.object({ message: z.string() });
const TheirOutput = z.union([Message, z.object({ value: Message }).transform(({ value }) => value)]);
const THEIR_WORDS: readonly (readonly [RegExp, string])[] = [
  [/heartbeat/, "WorkerLost"],
  [/time[d ]*out|exceeded/, "TimedOut"],
  [/shut down/, "WorkerStopped"],
];

function toError(output: unknown): string | null {
  const ours = OurOutput.safeParse(output).data;
  if (ours) return ours.error;
  const theirs = TheirOutput.safeParse(output).data?.message;
  if (theirs === undefined) return null;
  return THEIR_WORDS.find(([words]) => words.test(theirs))?.[1] ?? "Error";
}

const Data = z.object({ payload: z.unknown(), requestId: z.string().nullable().default(null) });
const REQUEST_ID = /^[\w-]{1,64}$/;

/** A job as administrators see it: nothing a person wrote, and of an error only its name. */
export function toJob(row: JobRow): Job {
  const { payload, requestId = null } = Data.safeParse(row.data).data ?? {};
  return {
    id: row.id,
    queue: row.name,
    // The column's type is the same list.
    state: row.state as Job["state"],
    payload: toPayload(payload),
    requestId: requestId !== null && REQUEST_ID.test(requestId) ? requestId : null,
    attempts: row.retryCount + (row.startedAt === null ? 0 : 1),
    attemptsMax: row.retryLimit + 1,
    error: toError(row.output),
    createdAt: row.createdAt.toISOString(),
    startAfter: row.startAfter.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    source: row.sourceName !== null && row.sourceId !== null ? { queue: row.sourceName, id: row.sourceId } : null,
  };
}
