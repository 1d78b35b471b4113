import { once } from "node:events";
import { Failure } from "../../errors.ts";
import { refuseLeft } from "./breather.ts";

/** Who waits holds a file of megabytes in memory: room for a retry or two of one that takes long. */
const WAITING_MAX = 2;

/** Whose imports are under way in this process, each with those that wait behind it. */
const turns = new Map<string, { end: Promise<void>; count: number }>();

async function untilLeft(before: Promise<void>, signal: AbortSignal): Promise<void> {
  refuseLeft(signal);
  const over = new AbortController();
  try {
    await Promise.race([before, once(signal, "abort", { signal: over.signal }).catch(() => undefined)]);
  } finally {
    over.abort();
  }
  refuseLeft(signal);
}

/**
 * Imports of one person follow each other, so that nobody keeps more of the processor than one of them does.
 * @throws Failure `overloaded` when more wait than may, and for a caller who left while waiting.
 */
export async function inTurn<T>(userId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(userId) ?? { end: Promise.resolve(), count: 0 };
  if (turn.count > WAITING_MAX)
    throw new Failure("overloaded", { detail: "Imports of yours are under way already", retryAfterSeconds: 5 });
  turns.set(userId, turn);
  const before = turn.end;
  const { promise: done, resolve: leave } = Promise.withResolvers<void>();
  turn.end = before.then(() => done);
  turn.count += 1;
  try {
    await untilLeft(before, signal);
    return await work();
  } finally {
    leave();
    turn.count -= 1;
    if (turn.count === 0) turns.delete(userId);
  }
}
