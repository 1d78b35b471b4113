import { offsetOf, toPage } from "../../contract/page.ts";
import { asUser } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { cursorAt, nextLink, placeOf } from "../listing/index.ts";
import { etagOf, ORDERS, PUBLIC_TAG, toShared } from "../prompts/index.ts";
import { categories, countPublished, publishedPrompt, publishedPrompts } from "./queries.ts";
import type { LibraryQuery, PublicPrompt } from "./schema.ts";

/** Writers drop the tag in their own process only, so a page is kept no longer than another process may be behind. */
const KEPT_MS = 1_000;
/** Categories come with migrations: ten today. */
const CATEGORIES_MAX = 100;
const ORDER = { newest: ORDERS["-createdAt"], title: ORDERS.title } as const;

/** Everybody is served the same copy, so it is read as nobody: what only the first reader may see cannot get into it. */
function cached<T extends object>(scope: Scope, key: string, load: (db: Scope["db"]) => Promise<T>): Promise<T> {
  const { db, ports } = scope;
  return ports.cache.get(`library:${key}`, { tags: [PUBLIC_TAG], ttlMs: KEPT_MS }, () => load(db.as(asUser(null))));
}

export async function listPublished(scope: Scope, query: LibraryQuery) {
  const { category, model, limit } = query;
  const order = ORDER[query.sort];
  const filter = { category, tags: query.tag?.toSorted(), model };
  const span = { after: placeOf(query.cursor, order), limit: limit + 1, offset: offsetOf(query) };
  const key = JSON.stringify([filter, query.sort, span, query.include ?? null]);
  const page = await cached(scope, key, async (db) => {
    const [rows, counted] = await Promise.all([
      db.rows(publishedPrompts(filter, order, span)),
      query.include && db.one(countPublished(filter)),
    ]);
    return toPage(rows, query, toPublic, (row) => cursorAt(row, order), {
      total: counted?.total,
      found: rows[0]?.found,
    });
  });
  return new Answer(page, { headers: nextLink(scope, "/prompts/public", query, page.pagination.nextCursor) });
}

export async function readPublished(scope: Scope, id: string): Promise<Answer<PublicPrompt>> {
  const prompt = await cached(scope, id.toLowerCase(), async (db) => {
    const row = await db.first(publishedPrompt({ id }));
    if (!row) throw new Failure("not_found");
    return toPublic(row);
  });
  return new Answer(prompt, { etag: etagOf(prompt) });
}

export const listCategories = (scope: Scope) =>
  cached(scope, "categories", async (db) => {
    const data = await db.rows(categories({ limit: CATEGORIES_MAX }));
    return { data, pagination: { limit: CATEGORIES_MAX, hasMore: false, nextCursor: null } };
  });

const toPublic = (row: Parameters<typeof toShared>[0] & { author_name: string }): PublicPrompt => ({
  ...toShared(row),
  author: { name: row.author_name },
});
