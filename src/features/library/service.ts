import { asUser } from "../../db/identity.ts";
import { Answer } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { cursorAt, nextLink } from "../listing/index.ts";
import { RELEVANCE, searchablePage, sortOf } from "../search/index.ts";
import { kept } from "./kept.ts";
import { LIBRARY_ORDERS } from "./order.ts";
import { toListed } from "./present.ts";
import {
  categories,
  countPublished,
  type PublicRow,
  publicWhere,
  publishedListed,
  publishedPrompts,
} from "./queries.ts";
import type { LibraryQuery, ListedPublicPrompt } from "./schema.ts";

/** Categories come with migrations: ten today. */
const CATEGORIES_MAX = 100;
const USUAL = "newest";

function pageOf(scope: Scope, db: Scope["db"], query: LibraryQuery) {
  const sort = sortOf(query, USUAL);
  const order = LIBRARY_ORDERS[sort === RELEVANCE ? USUAL : sort];
  const filter = { category: query.category, tags: query.tag, model: query.model };
  return searchablePage<PublicRow, ListedPublicPrompt>(scope, query, {
    among: { where: publicWhere(filter), by: "trend_score", owner: null },
    order,
    byRelevance: sort === RELEVANCE,
    needsFinder: filter.tags !== undefined,
    listed: (ids) => db.rows(publishedListed(ids)),
    ordered: (span, ids) => db.rows(publishedPrompts({ ...filter, ids }, order, span)),
    count: () => db.one(countPublished(filter)),
    present: toListed,
    cursorOf: (row) => cursorAt(row, order),
  });
}

/** Pages are kept; what was searched is not: there is no end to what can be asked. */
export async function listPublished(scope: Scope, given: LibraryQuery) {
  const query = { ...given, tag: given.tag?.toSorted() };
  const isKept = query.search === undefined;
  const load = async (db: Scope["db"]) => {
    const page = await pageOf(scope, db, query);
    return new Answer(page, { headers: nextLink(scope, "/prompts/public", query, page.pagination.nextCursor), isKept });
  };
  return isKept ? kept(scope, JSON.stringify(query), load) : load(scope.db.as(asUser(null)));
}

export const listCategories = (scope: Scope) =>
  kept(scope, "categories", async (db) => {
    const data = await db.rows(categories({ limit: CATEGORIES_MAX }));
    const body = { data, pagination: { limit: CATEGORIES_MAX, hasMore: false, nextCursor: null } };
    return new Answer(body, { isKept: true });
  });
