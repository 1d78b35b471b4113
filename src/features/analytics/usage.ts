import type { z } from "zod";
import type { Actor, Scope } from "../../scope.ts";
import { usageFigures } from "./figure-queries.ts";
import { datesOf, periodOf, spanOf } from "./period.ts";
import { everyBucket, thingsIn, toDurations, toRequests, totalOf, toUsage } from "./present.ts";
import type { UsageAnalytics } from "./replies.ts";
import type { UsageQuery } from "./schema.ts";

/** What a person's requests were, and what the models they called cost. */
export async function readUsage(scope: Scope<Actor>, query: UsageQuery): Promise<z.input<typeof UsageAnalytics>> {
  const period = periodOf(query, scope.now());
  const { actionType: action = null, limit } = query;
  const asked = { userId: scope.actor.userId, ...datesOf(period), action };
  const rows = await scope.db.rows(usageFigures({ ...asked, limit: limit + 1 })); // one more: calls of models have the key ''
  return {
    ...spanOf(period),
    totals: toUsage(totalOf(rows)),
    buckets: everyBucket(period, rows, toUsage),
    operations: thingsIn(rows)
      .filter(({ requests }) => requests > 0)
      .slice(0, limit)
      .map((row) => ({ actionType: row.key, ...toRequests(row), processingTimeMs: toDurations(row) })),
  };
}
