import { z } from "zod";
import { type Cursor, offsetOf, type PageQuery } from "../../contract/page.ts";
import { AS_SEARCH } from "../../db/identity.ts";
import type { PromptsTable } from "../../db/tables.ts";
import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";
import { type Order, placeOf } from "../listing/index.ts";
import { allOf, type Among, find } from "./find.ts";
import { countWhere, type Hit, idsInOrder, matches } from "./queries.ts";
import type { Question } from "./question.ts";

export const RELEVANCE = "relevance";
const BY_SCORE = { name: RELEVANCE, value: z.number() };

/** The prompts of one page, in its order; or all that a search found, for the list to order. */
export type Chosen = { readonly ids: readonly string[]; readonly total: number | undefined } & (
  { readonly kind: "page"; readonly cursorOf: ((id: string) => Cursor) | null } | { readonly kind: "among" }
);
type Asked = Pick<PageQuery, "limit" | "cursor" | "page" | "include">;
export type Ordered = Order<keyof PromptsTable>;
type Asking = Pick<Scope, "db" | "ports">;

/** What a list is sorted by: what was asked for; else how well it answers, where something is searched. */
export function sortOf<S extends string>(
  { sort, search }: { sort?: S | undefined; search?: string | undefined },
  usual: S,
) {
  if (sort === RELEVANCE && search === undefined) {
    const message = "there is nothing to be relevant to without search";
    throw new Failure("invalid_input", { faults: [{ path: "query.sort", code: "conflict", message }] });
  }
  return sort ?? (search === undefined ? usual : RELEVANCE);
}

/** One page of the best answers: from the cursor on, or by its number. */
function pageOfHits(hits: readonly Hit[], query: Asked): Chosen {
  const place = placeOf(query.cursor, BY_SCORE);
  const from = offsetOf({ ...query, limit: query.limit });
  const isAfter = ({ score, id }: Hit): boolean =>
    place === null || score < Number(place.value) || (score === place.value && id < place.id);
  const kept = hits.filter(isAfter).slice(from, from + query.limit + 1);
  const scores = new Map(kept.map(({ id, score }) => [id, score]));
  const cursorOf = (id: string): Cursor => ({ sort: RELEVANCE, value: scores.get(id) ?? 0, id });
  return { kind: "page", ids: kept.map(({ id }) => id), total: hits.length, cursorOf };
}

/** One page in a list's order of what all of the conditions let through, by indexes that policies would bar. */
export async function pageInOrder(
  { db }: Asking,
  where: Among["where"],
  order: Ordered,
  query: Asked,
): Promise<Chosen> {
  const span = { after: placeOf(query.cursor, order), limit: query.limit + 1, offset: offsetOf(query) };
  const finder = db.as(AS_SEARCH);
  const [rows, counted] = await Promise.all([
    finder.rows(idsInOrder(where, order, span)),
    query.include && finder.one(countWhere(where)),
  ]);
  return { kind: "page", ids: rows.map(({ id }) => id), total: counted?.total, cursorOf: null };
}

/** Answers a question: `order` null stands for the best first. */
export async function choose(
  scope: Asking,
  question: Question | null,
  { among, order, query }: { among: Among; order: Ordered | null; query: Asked },
): Promise<Chosen> {
  if (question === null) return { kind: "page", ids: [], total: 0, cursorOf: null };
  const { hits, isWhole } = await find(scope, question, among);
  if (order === null) return pageOfHits(hits, query);
  if (isWhole) return { kind: "among", ids: hits.map(({ id }) => id), total: hits.length };
  return pageInOrder(scope, allOf([among.where, matches(question.tsquery)]), order, query);
}
