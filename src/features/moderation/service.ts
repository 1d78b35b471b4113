import { offsetOf, toPage } from "../../contract/page.ts";
import { AS_MODERATOR } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { etagOfRow, type QueuedRow, toModeratedPrompt, toModeration, toQueuedPrompt } from "./present.ts";
import { countQueued, decisionsAbout, keepAppeal, moderatedPrompt, ownModeration, queuedPrompts } from "./queries.ts";
import type { ModeratedPrompt, Moderation, QueueQuery } from "./schema.ts";

const cursorOf = ({ id, created_at: createdAt }: QueuedRow) => ({
  sort: ORDER.name,
  value: createdAt.toISOString(),
  id,
});

/** What everybody sees, and what is held back; newest first. */
export async function listQueue(scope: Scope<Actor>, query: QueueQuery) {
  const { db } = through(scope, AS_MODERATOR); // to the requests' own role, nobody else's flagged prompt exists
  const page = { after: placeOf(query.cursor, ORDER), limit: query.limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    db.rows(queuedPrompts(query, page)),
    query.include && db.one(countQueued(query)),
  ]);
  const body = toPage(rows, query, toQueuedPrompt, cursorOf, { total: counted?.total });
  return new Answer(body, { headers: nextLink(scope, "/admin/prompts", query, body.pagination.nextCursor) });
}

/** One prompt with its text and what was decided. @throws Failure `not_found` for what is private as well. */
export async function readModerated(
  scope: Pick<Scope<Actor>, "db" | "now">,
  id: string,
): Promise<Answer<ModeratedPrompt>> {
  const [row, decisions] = [
    await scope.db.first(moderatedPrompt({ id, now: scope.now() })),
    await scope.db.rows(decisionsAbout({ promptId: id })),
  ];
  if (!row) throw new Failure("not_found");
  return new Answer(toModeratedPrompt(row, decisions), { etag: etagOfRow(row) });
}

/** What was decided about a prompt of the caller's. */
export async function readModeration(
  { db, actor }: Pick<Scope<Actor>, "db" | "actor">,
  id: string,
): Promise<Moderation> {
  const row = await db.first(ownModeration({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  return toModeration(row);
}

/**
 * The owner's one note on the decision that holds. @throws Failure `not_found`; `nothing_to_appeal` when nothing is held
 * back or the decision is final; `appeal_made` for a second note.
 */
export function appeal(scope: Scope<Actor>, id: string, note: string): Promise<Moderation> {
  const { userId } = scope.actor;
  return atomically(scope, async (inner) => {
    const kept = await inner.db.first(keepAppeal({ id, userId, note, now: inner.now() }));
    const moderation = await readModeration(inner, id);
    if (!kept) throw new Failure(moderation.decision?.appeal ? "appeal_made" : "nothing_to_appeal");
    await record(inner, { action: "prompt.appeal", subject: { type: "prompt", id }, ownerId: userId });
    return moderation;
  });
}
