import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { cursorAt, nextLink } from "../listing/index.ts";
import { RELEVANCE, searchablePage, sortOf } from "../search/index.ts";
import { RESTORABLE_MS } from "./changes.ts";
import { countOwn, type FoundRow, ownListed, ownPrompts, ownWhere } from "./list-queries.ts";
import { ORDERS } from "./order.ts";
import { toListed, toPrompt } from "./present.ts";
import { ownPrompt } from "./queries.ts";
import type { ListedPrompt, ListQuery, Prompt } from "./schema.ts";
import { etagOf } from "./writing.ts";

const USUAL = "-createdAt";

export async function readPrompt({ db, actor }: Scope<Actor>, id: string): Promise<Answer<Prompt>> {
  const row = await db.first(ownPrompt({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  return new Answer(toPrompt(row), { etag: etagOf(row) });
}

export async function listPrompts(scope: Scope<Actor>, query: ListQuery) {
  const { db, actor } = scope;
  const { tag: tags, category, isPublic, model, label } = query;
  const sort = sortOf(query, USUAL);
  const order = ORDERS[sort === RELEVANCE ? USUAL : sort];
  const folderId = query.folderId === "none" ? null : query.folderId;
  const deletedAfter = query.deleted ? new Date(scope.now().getTime() - RESTORABLE_MS) : undefined;
  const filter = { userId: actor.userId, tags, category, folderId, isPublic, model, label, deletedAfter };
  const page = await searchablePage<FoundRow, ListedPrompt>(scope, query, {
    among: { where: ownWhere(filter), by: "updated_at", owner: actor.userId },
    order,
    byRelevance: sort === RELEVANCE,
    needsFinder: false,
    listed: (ids) => db.rows(ownListed(filter, ids)),
    ordered: (span, ids) => db.rows(ownPrompts({ ...filter, ids }, order, span)),
    count: () => db.one(countOwn(filter)),
    present: toListed,
    cursorOf: (row) => cursorAt(row, order),
  });
  return new Answer(page, { headers: nextLink(scope, "/prompts", query, page.pagination.nextCursor) });
}
