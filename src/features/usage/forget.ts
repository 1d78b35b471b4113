import type { Scope } from "../../scope.ts";
import { daysOfUsage } from "./days.ts";
import { deleteUsageOf, startForgetting, waitForBatches } from "./queries.ts";

/**
 * Deletes what a person used. Batches that are written later leave the person out, whichever process has them, and those
 * that may not have seen that are waited for.
 */
export async function forgetUsage(
  { db, now, signal }: Pick<Scope, "db" | "now" | "signal">,
  { userId, openedAt }: { readonly userId: string; readonly openedAt: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.rows(waitForBatches);
    await tx.rows(startForgetting({ userId, now: now() }));
  });
  for (const day of daysOfUsage(openedAt, now())) {
    signal.throwIfAborted();
    await db.transaction((tx) => tx.rows(deleteUsageOf({ userId, ...day })));
  }
}
