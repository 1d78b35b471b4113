import { offsetOf, toPage } from "../../contract/page.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, type Scope, through } from "../../scope.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { toUser, type UserRow } from "./present.ts";
import { countUsersLike, userById, usersLike } from "./queries.ts";
import type { User, UserQuery } from "./schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

const cursorOf = ({ id, created_at: createdAt }: UserRow) => ({ sort: ORDER.name, value: createdAt.toISOString(), id });

/** Everybody's accounts but those that were erased, newest first. */
export async function listUsers(scope: Scope<Actor>, query: UserQuery) {
  const { db } = through(scope, AS_AUTH); // to the requests' own role, nobody but the actor exists
  const { search = null, subscriptionTier: tier = null, role = null, suspended = null, limit } = query;
  const filter = { search, tier, role, suspended };
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const [rows, counted] = await Promise.all([
    db.rows(usersLike({ ...filter, ...place, limit: limit + 1, offset: offsetOf(query) })),
    query.include && db.one(countUsersLike(filter)),
  ]);
  const page = toPage(rows, query, toUser, cursorOf, { total: counted?.total });
  return new Answer(page, { headers: nextLink(scope, "/admin/users", query, page.pagination.nextCursor) });
}

/** One account; throws `not_found` also for one that was erased. */
export async function readUser(scope: Scope<Actor>, userId: string): Promise<User> {
  const row = await through(scope, AS_AUTH).db.first(userById({ userId }));
  if (!row) throw new Failure("not_found");
  return toUser(row);
}
