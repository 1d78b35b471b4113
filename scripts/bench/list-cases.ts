import { LIBRARY_ORDER_NAMES } from "../../src/features/library/order.ts";
import { ORDER_NAMES } from "../../src/features/prompts/order.ts";
import type { Text } from "./search-corpus.ts";
import {
  type Case,
  library,
  own,
  type OwnQuery,
  type PublicQuery,
  type Store,
  THE_FIRST,
  userAt,
} from "./search-scope.ts";

const RUNS = 40;
const PAGE = 100;
/** Pages of a hundred before the one that is measured. */
const DEEP = 9;

const list = (name: string, run: Case["run"]): Case => ({ name, kind: "list", runs: RUNS, run });

type Page = { readonly pagination: { readonly nextCursor: string | null } };
type Turn = (store: Store, query: { limit?: number; cursor?: string }) => Promise<Page>;
/** The tenth page by its cursor, to which each store is walked once; of a shorter list its end. */
function deep(read: Turn): Case["run"] {
  const places = new WeakMap<Store, Promise<string | undefined>>();
  const walk = async (store: Store): Promise<string | undefined> => {
    let cursor: string | undefined;
    for (let page = 0; page < DEEP; page += 1) {
      const { pagination } = await read(store, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      if (pagination.nextCursor === null) break;
      cursor = pagination.nextCursor;
    }
    return cursor;
  };
  return async (store) => {
    const place = places.get(store) ?? walk(store);
    places.set(store, place);
    const cursor = await place;
    return read(store, cursor === undefined ? {} : { cursor });
  };
}

const tagsOf = (texts: readonly Text[]) => {
  const tags = texts.flatMap((text) => text.tags);
  return (turn: number): string => tags[(turn * 13) % tags.length] ?? "none";
};

/** Every order, first and deep, and every filter. */
export function lists(texts: readonly Text[]): Case[] {
  const tagAt = tagsOf(texts);
  const ownOrders = ORDER_NAMES.filter((name) => name !== "relevance");
  const publicOrders = LIBRARY_ORDER_NAMES.filter((name) => name !== "relevance");
  const ownFilters: Record<string, (store: Store, turn: number) => OwnQuery> = {
    "one tag": (_store, turn) => ({ tag: [tagAt(turn)] }),
    "one category": () => ({ category: "coding" }),
    "one model": (_store, turn) => ({ model: `model-${turn % 13}` }),
    "one label": () => ({ label: "production" }),
    "in no folder": () => ({ folderId: "none" }),
    published: () => ({ isPublic: "true" }),
    deleted: () => ({ deleted: "true" }),
    "all filters, by title": (_store, turn) => ({
      tag: [tagAt(turn)],
      category: "coding",
      model: "model-3",
      label: "production",
      isPublic: "true",
      sort: "title",
    }),
  };
  const publicFilters: Record<string, (turn: number) => PublicQuery> = {
    "one category": () => ({ category: "coding" }),
    "one model": (turn) => ({ model: `model-${turn % 13}` }),
    "one tag": (turn) => ({ tag: [tagAt(turn)] }),
    "category, model and tag": (turn) => ({ category: "coding", model: "model-3", tag: [tagAt(turn)] }),
  };
  return [
    ...ownOrders.flatMap((sort) => [
      list(`own, ${sort}`, (store, turn) => own(store, userAt(store, turn), { sort })),
      list(
        `own, one in twenty, ${sort}, tenth page`,
        deep((store, query) => own(store, THE_FIRST, { sort, ...query })),
      ),
    ]),
    ...Object.entries(ownFilters).flatMap(([name, query]) => [
      list(`own, ${name}`, (store, turn) => own(store, userAt(store, turn), query(store, turn))),
      list(`own, one in twenty, ${name}`, (store, turn) => own(store, THE_FIRST, query(store, turn))),
    ]),
    list("own, one folder", (store, turn) => own(store, userAt(store, turn), { folderId: userAt(store, turn) })),
    list("own, one in twenty, one folder", (store) => own(store, THE_FIRST, { folderId: THE_FIRST, sort: "title" })),
    ...publicOrders.flatMap((sort) => [
      list(`public, ${sort}`, (store) => library(store, { sort })),
      list(
        `public, ${sort}, tenth page`,
        deep((store, query) => library(store, { sort, ...query })),
      ),
      ...Object.entries(publicFilters).map(([name, query]) =>
        list(`public, ${sort}, ${name}`, (store, turn) => library(store, { sort, ...query(turn) })),
      ),
    ]),
  ];
}
