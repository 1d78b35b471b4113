import { offsetOf, toPage } from "../../contract/page.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { NEWEST_FIRST as ORDER, nextLink, placeOf } from "../listing/index.ts";
import { countLinks, listedLinks, ownLinks } from "./list-queries.ts";
import { presentLink, sinceOf } from "./present.ts";
import type { ListedQuery, MySharesQuery } from "./list-schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

const cursorOf = ({ id, created_at: createdAt }: { id: string; created_at: Date }) => ({
  sort: ORDER.name,
  value: createdAt.toISOString(),
  id,
});

/** The caller's links that are not revoked, newest first, each with what became of its visits. */
export async function listOwnLinks(scope: Scope<Actor>, query: MySharesQuery) {
  const { userId } = scope.actor;
  const { limit, promptId = null } = query;
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const span = { ...place, limit: limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    scope.db.rows(ownLinks({ userId, promptId, since: sinceOf(scope.now()), ...span })),
    query.include && scope.db.one(countLinks({ userId, promptId })),
  ]);
  const page = toPage(rows, query, (row) => presentLink(row, scope), cursorOf, { total: counted?.total });
  return new Answer(page, { headers: nextLink(scope, "/sharing/my-shares", query, page.pagination.nextCursor) });
}

/** The links their owners list, as long as they can be opened, newest first. */
export async function listPublicLinks(scope: Scope, query: ListedQuery) {
  const { publicUrl } = scope.settings;
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const rows = await scope.db.rows(listedLinks({ now: scope.now(), ...place, limit: query.limit + 1 }));
  const page = toPage(
    rows,
    query,
    ({ token, title, description, shared_by: sharedBy, created_at: createdAt }) => ({
      url: `${publicUrl}/s/${token}`,
      title,
      description,
      sharedBy,
      createdAt: createdAt.toISOString(),
    }),
    cursorOf,
  );
  return new Answer(page, { headers: nextLink(scope, "/sharing/public", query, page.pagination.nextCursor) });
}
