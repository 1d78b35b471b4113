import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";
import { addRows, announceRollup, rollupTurn, takeBatches, takeRoom } from "./rollup-queries.ts";

/** At most 5,000 rows each, usually a hundred: one transaction stays well below its limit of five seconds. */
const BATCHES_PER_TURN = 25;
/** So long one run goes on where much has gathered; the next minute's run goes on after it. */
const RUN_MS = 45_000;

type Parts = Pick<Scope<null>, "db" | "now" | "signal">;

/** Counts so many waiting batches, or none; says how many there were. Null when another run is at work. */
const rollUpSome = ({ db, now }: Parts, limit: number): Promise<number | null> =>
  db.transaction(async (tx) => {
    if (!(await tx.one(rollupTurn)).free) return null;
    await tx.rows(takeRoom);
    await tx.rows(announceRollup);
    const batches = await tx.rows(takeBatches({ now: now(), limit }));
    if (batches.length > 0) await tx.rows(addRows(batches));
    return batches.length;
  });

const isTooMuch = (error: unknown): boolean => error instanceof Failure && error.code === "overloaded";

/**
 * Counts what was written since the last time, the oldest first. A batch is marked in the transaction that counts it, so a
 * process that dies has counted it or not, and two processes never both do. Batches that take too long together are taken
 * a few at a time.
 */
export async function rollUp(scope: Parts): Promise<void> {
  const endsAt = performance.now() + RUN_MS;
  let limit = BATCHES_PER_TURN;
  while (performance.now() < endsAt) {
    scope.signal.throwIfAborted();
    try {
      const taken = await rollUpSome(scope, limit);
      if (taken === null || taken < limit) return;
    } catch (error) {
      if (!isTooMuch(error) || limit === 1) throw error;
      limit = Math.ceil(limit / 5);
    }
  }
}
