import type { z } from "zod";
import { AS_JOBS } from "../../db/identity.ts";
import { type Actor, type Scope, through } from "../../scope.ts";
import { datesOf, periodOf, quartersOf, spanOf } from "./period.ts";
import { everyBucket, thingsIn, toCalls, toDurations, toRequests, totalOf, toUsage } from "./present.ts";
import type { SystemQuery } from "./schema.ts";
import type { SystemAnalytics } from "./system-reply.ts";
import { activePeople, largestTables, newInBuckets, queueFigures, standing, systemFigures } from "./system-queries.ts";

/** Models, and tables. */
const LISTED_MAX = 20;

/** How the installation is used: who, how much, at what cost, and what it takes. */
export async function readSystem(scope: Scope<Actor>, query: SystemQuery): Promise<z.input<typeof SystemAnalytics>> {
  const period = periodOf(query, scope.now());
  const { db } = through(scope, AS_JOBS);
  const span = datesOf(period);
  const [rows, active, grown, now, tables, queues] = await Promise.all([
    db.rows(systemFigures({ ...span, limit: LISTED_MAX + 1 })),
    db.rows(activePeople({ ...span, ...quartersOf(period) })),
    db.rows(newInBuckets(span)),
    db.one(standing),
    db.rows(largestTables({ limit: LISTED_MAX })),
    db.rows(queueFigures),
  ]);
  const people = new Map(active.map((one) => [one.bucket, one.people]));
  const added = new Map(grown.map((one) => [one.bucket, one]));
  const sum = (of: "people" | "prompts"): number => grown.reduce((total, one) => total + one[of], 0);
  const totals = totalOf(rows);
  const { free, pro, suspended, databaseBytes } = now;
  return {
    ...spanOf(period),
    people: { total: now.people, new: sum("people"), active: people.get(null) ?? 0, suspended, byTier: { free, pro } },
    prompts: { total: now.prompts, new: sum("prompts") },
    usage: toUsage(totals),
    models: thingsIn(rows)
      .filter(({ key }) => key !== "")
      .map((row) => ({ modelUsed: row.key, share: row.calls / totals.calls, ...toCalls(row) })),
    buckets: everyBucket(period, rows, (row) => ({
      ...toRequests(row),
      ...toCalls(row),
      processingTimeMs: toDurations(row),
    })).map((bucket, index) => ({
      ...bucket,
      newPeople: added.get(index + 1)?.people ?? 0,
      activePeople: people.get(index + 1) ?? 0,
      newPrompts: added.get(index + 1)?.prompts ?? 0,
    })),
    queues,
    storage: { databaseBytes, tables },
  };
}
