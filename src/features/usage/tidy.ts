import type { Scope } from "../../scope.ts";
import { addUsageMonth, deleteDoneBatches, deleteOldUsage, dropUsageMonths, endForgetting } from "./queries.ts";

/** Whole months before this one: a year, and the month it is compared with. */
export const MONTHS_KEPT = 13;
/** This month is there since the month before last. */
const MONTHS_AHEAD = 2;
/** Longer than an event may wait in memory (buffer.ts): by then no batch is sent again, and nothing of an erased person comes. */
const SETTLED_MS = 86_400_000;
const BATCHES_PER_DELETE = 5_000;

const firstOf = (date: Date, months: number): string =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString().slice(0, 10);

/** Once a day. Nothing is dropped that rollups have not taken (`usage_batches.rolled_up_at`). */
export async function tidyUsage({ db, now, signal }: Scope<null>): Promise<void> {
  const at = now();
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1)
    await db.transaction((tx) => tx.rows(addUsageMonth(firstOf(at, ahead))));
  const before = firstOf(at, -MONTHS_KEPT);
  await db.transaction((tx) => tx.rows(dropUsageMonths(before)));
  const settled = new Date(at.getTime() - SETTLED_MS);
  await db.transaction((tx) => tx.rows(endForgetting(settled)));
  const sweeps = [deleteOldUsage(new Date(before)), deleteDoneBatches({ before: settled, limit: BATCHES_PER_DELETE })];
  for (const sweep of sweeps) {
    do signal.throwIfAborted();
    while ((await db.transaction((tx) => tx.rows(sweep))).length > 0);
  }
}
