import { setTimeout as pause } from "node:timers/promises";
import { sqlState } from "./faults.ts";

/**
 * For a transaction that changes tables in use: what asks for a table behind a waiting `alter table` waits with it, and a
 * request waits for 500 ms (src/db/database.ts). So the wait is shorter than that, and is begun anew after a pause.
 */
export const WAIT_BRIEFLY = "set local lock_timeout = '300ms'";
const PAUSE_MS_MIN = 200;
const PAUSE_MS_MORE = 400;

/** Whether a statement gave up because others held what it wanted to lock. */
export const isLockedOut = (error: unknown): boolean => sqlState(error) === "55P03";

/** Tries until the locks are free, each time in a transaction of its own; after `patienceMs` the last error is thrown. */
export async function patiently<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLockedOut(error) || performance.now() > deadline) throw error;
    }
    // By chance, so that two who wait for each other do not meet again at every try.
    await pause(PAUSE_MS_MIN + Math.random() * PAUSE_MS_MORE);
  }
}
