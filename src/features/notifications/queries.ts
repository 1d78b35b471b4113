import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type NewNotification = { id: string; userId: string; kind: string; title: string; body: string; now: Date };

export const insertNotification = statement((p: NewNotification) =>
  build
    .insertInto("notifications")
    .values({ id: p.id, user_id: p.userId, kind: p.kind, title: p.title, body: p.body, created_at: p.now }),
);

type Reached = {
  userId: string;
  kind: "prompts" | "enrichments" | "api_calls";
  month: string;
  limit: number;
  now: Date;
};

/** A row for the first who notices that all of it is spent. */
export const markQuotaTold = statement((p: Reached) =>
  build
    .updateTable("quota_usage")
    .set({ told_at: p.now })
    .where("user_id", "=", p.userId)
    .where("kind", "=", p.kind)
    .where("month", "=", p.month)
    .where("used", ">=", p.limit)
    .where("told_at", "is", null)
    .returning("user_id"),
);

type Wanted = { userId: string; unread: boolean; value: string | number; id: string; limit: number; offset: number };

/** Newest first, what comes after the place given by `value` (a time) and `id`. */
export const notificationsOf = statement((p: Wanted) =>
  build
    .selectFrom("notifications")
    .select(["id", "kind", "title", "body", "created_at", "read_at"])
    .where("user_id", "=", p.userId)
    .where(sql<boolean>`(created_at, id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .where((eb) => eb.or([eb(sql`${p.unread}::boolean`, "=", sql`false`), eb("read_at", "is", null)]))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const countNotifications = statement((p: { userId: string }) =>
  build
    .selectFrom("notifications")
    .select([
      sql<number>`count(*)::int`.as("total"),
      sql<number>`(count(*) filter (where read_at is null))::int`.as("unread"),
    ])
    .where("user_id", "=", p.userId),
);

/** Marks those of `ids`, or all when it is null. Locked in one order, so that two who mark the same cannot deadlock. */
export const markRead = statement((p: { userId: string; ids: readonly string[] | null; now: Date }) =>
  build
    .with("wanted", (db) =>
      db
        .selectFrom("notifications")
        .select("id")
        .where("user_id", "=", p.userId)
        .where("read_at", "is", null)
        .where(sql<boolean>`(${p.ids}::uuid[] is null or id = any(${p.ids}::uuid[]))`)
        .orderBy("id")
        .forUpdate(),
    )
    .updateTable("notifications")
    .from("wanted")
    .set({ read_at: p.now })
    .whereRef("notifications.id", "=", "wanted.id")
    .where("notifications.user_id", "=", p.userId),
);
