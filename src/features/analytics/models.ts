import type { z } from "zod";
import type { Actor, Scope } from "../../scope.ts";
import { modelFigures } from "./figure-queries.ts";
import { datesOf, periodOf, spanOf } from "./period.ts";
import { everyBucket, thingsIn, toOwnCalls, totalOf } from "./present.ts";
import type { ModelAnalytics } from "./replies.ts";
import type { ModelsQuery } from "./schema.ts";

/** Which models a person's calls went to, and what came of them. */
export async function readModels(scope: Scope<Actor>, query: ModelsQuery): Promise<z.input<typeof ModelAnalytics>> {
  const period = periodOf(query, scope.now());
  const { model = null, promptId = null, limit } = query;
  const rows = await scope.db.rows(
    modelFigures({ userId: scope.actor.userId, ...datesOf(period), model, promptId, limit }),
  );
  const totals = totalOf(rows);
  return {
    ...spanOf(period),
    totals: toOwnCalls(totals),
    buckets: everyBucket(period, rows, toOwnCalls),
    models: thingsIn(rows).map((row) => ({ modelUsed: row.key, share: row.calls / totals.calls, ...toOwnCalls(row) })),
  };
}
