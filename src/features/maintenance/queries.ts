import { sql } from "kysely";
import { build, type Query } from "../../db/build.ts";

/** Rows removed in one statement; what is left waits for the next run. */
const BATCH = 5_000;

/** Deletes at most a batch of the rows that ended before `before`. */
const sweep = (table: string, key: string, condition: string, before: Date | number): Query<unknown> => ({
  sql: `delete from promptr.${table} where (${key}) in (select ${key} from promptr.${table} where ${condition} limit ${BATCH})`,
  parameters: [before],
});

export const expiredSessions = (before: Date) => sweep("sessions", "id", "expires_at < $1", before);
export const expiredIdempotencyKeys = (before: Date) =>
  sweep("idempotency_keys", "user_id, key", "expires_at < $1", before);
export const expiredRateLimits = (before: Date) => sweep("rate_limits", "key", "expire < $1", before.getTime());
export const deletedPrompts = (before: Date) => sweep("prompts", "id", "deleted_at < $1", before);
export const endedShares = (before: Date) =>
  sweep("shared_prompts", "id", "coalesce(revoked_at, expires_at) < $1", before);

/** Reservations whose process died: refunded once, and the month's counter with them, in one statement. */
export const refundAbandoned = (before: Date) =>
  build
    .with("abandoned", (db) =>
      db
        .updateTable("enhancements")
        .set({ state: "refunded", finished_at: sql<Date>`now()` })
        .where("state", "=", "reserved")
        .where("created_at", "<", before)
        .returning(["user_id", "month"]),
    )
    .with("counts", (db) =>
      db
        .selectFrom("abandoned")
        .select(["user_id", "month", sql<number>`count(*)::int`.as("number")])
        .groupBy(["user_id", "month"]),
    )
    .updateTable("quota_usage")
    .from("counts")
    .set({ used: sql<number>`greatest(0, quota_usage.used - counts.number)` })
    .whereRef("quota_usage.user_id", "=", "counts.user_id")
    .whereRef("quota_usage.month", "=", "counts.month")
    .where("quota_usage.kind", "=", "enrichments");
