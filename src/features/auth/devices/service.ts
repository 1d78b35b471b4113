import { offsetOf, type PageQuery, toPage } from "../../../contract/page.ts";
import { AS_AUTH } from "../../../db/identity.ts";
import { Failure } from "../../../errors.ts";
import { Answer } from "../../../feature.ts";
import { type Actor, atomically, type Scope, through } from "../../../scope.ts";
import { record } from "../../audit/index.ts";
import { cursorAt, nextLink, NEWEST_FIRST as ORDER, placeOf } from "../../listing/index.ts";
import { revokeSession } from "../queries.ts";
import { idleSince, sessionTag } from "../sessions.ts";
import { countOpenSessions, openSessions } from "./queries.ts";
import type { OpenSession } from "./schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** The sessions of who asks that are still good, newest first. */
export async function listSessions(scope: Scope<Actor>, query: PageQuery) {
  const { userId, credential } = scope.actor;
  const current = credential.kind === "session" ? credential.sessionId : null;
  const now = scope.now();
  const open = { userId, now, idleSince: idleSince(now) };
  const span = { ...(placeOf(query.cursor, ORDER) ?? TOP), limit: query.limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    scope.db.rows(openSessions({ ...open, ...span })),
    query.include === "total" ? scope.db.one(countOpenSessions(open)) : undefined,
  ]);
  const toSession = (row: (typeof rows)[number]): OpenSession => ({
    id: row.id,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
    current: row.id === current,
  });
  const page = toPage(rows, query, toSession, (row) => cursorAt(row, ORDER), { total: counted?.total });
  const headers = nextLink(scope, "/auth/sessions", query, page.pagination.nextCursor);
  return new Answer(page, { headers });
}

/** Ends one session of who asks: its tokens are dead at once here, and within a second elsewhere. */
export async function endSession(scope: Scope<Actor>, sessionId: string): Promise<void> {
  const { userId } = scope.actor;
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const ended = await inner.db.first(revokeSession({ sessionId, userId, reason: "ended", now: inner.now() }));
    if (!ended) throw new Failure("not_found");
    inner.changed({ tags: [sessionTag(sessionId)] });
    await record(inner, { action: "session.end", subject: { type: "session", id: sessionId }, ownerId: userId });
  });
}
