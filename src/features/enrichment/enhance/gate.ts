import { EventEmitter, once } from "node:events";
import { Failure } from "../../../errors.ts";

const CALLS_MAX = 20;
const CALLS_PER_USER_MAX = 2;
/** So that a person who tests a prompt can still ask for something. */
const JOBS_PER_USER_MAX = 1;
const RETRY_AFTER_SECONDS = 2;
/** A job that found no place for so long gives up and is tried again later. */
const PATIENCE_MS = 60_000;

/** How many calls of providers run in this process. */
const running = new Map<string, number>();
/** Those of them that a job asked for. */
const runningJobs = new Map<string, number>();
let total = 0;
const changes = new EventEmitter().setMaxListeners(0);

const isFull = (userId: string, isJob: boolean): boolean =>
  (running.get(userId) ?? 0) >= CALLS_PER_USER_MAX ||
  total >= CALLS_MAX ||
  (isJob && (runningJobs.get(userId) ?? 0) >= JOBS_PER_USER_MAX);

function count(calls: Map<string, number>, userId: string, by: 1 | -1): void {
  const number = (calls.get(userId) ?? 0) + by;
  if (number === 0) calls.delete(userId);
  else calls.set(userId, number);
}

/**
 * Lets a call of a provider through. One too many is refused at once, because waiting would outlive the client; a job, which
 * nobody waits for, gives the signal that ends its patience.
 * @throws Failure `overloaded` when the user or the process has too many calls under way.
 */
export async function throughGate<T>(userId: string, call: () => Promise<T>, patience?: AbortSignal): Promise<T> {
  if (patience) await waitForPlace(userId, patience);
  const isJob = patience !== undefined;
  if (isFull(userId, isJob)) throw tooMany(userId);
  count(running, userId, 1);
  if (isJob) count(runningJobs, userId, 1);
  total += 1;
  try {
    return await call();
  } finally {
    total -= 1;
    count(running, userId, -1);
    if (isJob) count(runningJobs, userId, -1);
    changes.emit("left");
  }
}

/** As many wait as jobs run side by side. */
async function waitForPlace(userId: string, patience: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([patience, AbortSignal.timeout(PATIENCE_MS)]);
  while (isFull(userId, true) && !signal.aborted) await once(changes, "left", { signal }).catch(() => undefined);
}

function tooMany(userId: string): Failure {
  const isOwn = (running.get(userId) ?? 0) >= CALLS_PER_USER_MAX;
  const detail = isOwn
    ? `At most ${CALLS_PER_USER_MAX} calls of models run at the same time for one account`
    : "Too many calls of models run at the same time";
  return new Failure("overloaded", { detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
}
