import { offsetOf, toPage } from "../../contract/page.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { countNotifications, markRead, notificationsOf } from "./queries.ts";
import type { Marking, Notification, NotificationQuery, Unread } from "./schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

export async function listNotifications(scope: Scope<Actor>, query: NotificationQuery) {
  const { userId } = scope.actor;
  const { limit, unread = false } = query;
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const [rows, counted] = await Promise.all([
    scope.db.rows(notificationsOf({ userId, unread, ...place, limit: limit + 1, offset: offsetOf(query) })),
    scope.db.one(countNotifications({ userId })),
  ]);
  const total = query.include && (unread ? counted.unread : counted.total);
  const page = toPage(rows, query, toNotification, cursorOf, { total });
  const headers = nextLink(scope, "/users/notifications", query, page.pagination.nextCursor);
  return new Answer({ ...page, unread: counted.unread }, { headers });
}

/** Marks as read. Ids of nobody, of others and of what was read before change nothing. */
export async function markNotifications({ db, actor, now }: Scope<Actor>, { ids }: Marking): Promise<Unread> {
  const { userId } = actor;
  await db.rows(markRead({ userId, ids: ids ?? null, now: now() }));
  // Counted afterwards: a statement that waited for another's marks would still count them as unread.
  const { unread } = await db.one(countNotifications({ userId }));
  return { unread };
}

type Row = { id: string; kind: string; title: string; body: string; created_at: Date; read_at: Date | null };

const toNotification = ({ id, kind, title, body, created_at: createdAt, read_at: readAt }: Row): Notification => ({
  id,
  kind,
  title,
  body,
  createdAt: createdAt.toISOString(),
  readAt: readAt?.toISOString() ?? null,
});
const cursorOf = ({ id, created_at: createdAt }: Row) => ({ sort: ORDER.name, value: createdAt.toISOString(), id });
