import type { z } from "zod";
import { MemoryCache } from "../../src/adapters/cache.ts";
import type { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";
import { LibraryQuery } from "../../src/features/library/schema.ts";
import { listPublished } from "../../src/features/library/service.ts";
import { ListQuery } from "../../src/features/prompts/schema.ts";
import { listPrompts } from "../../src/features/prompts/service.ts";
import type { Actor, Scope } from "../../src/scope.ts";
import { EMPTY_HANDED, userId } from "./search-corpus.ts";

/** A filled database of the measurement, and how many people have prompts there. */
export type Store = { readonly database: Database; readonly users: number };
/** One kind of question, asked `runs` times, each time another. */
export type Case = {
  readonly name: string;
  readonly kind: "search" | "list";
  readonly runs: number;
  readonly run: (store: Store, turn: number) => Promise<unknown>;
};
export type OwnQuery = z.input<typeof ListQuery>;
export type PublicQuery = z.input<typeof LibraryQuery>;

const remembered = new MemoryCache();
/** Nothing is kept between two questions but where pg_trgm lives, so that every list is read from the database. */
const cache = {
  get: <T extends object>(key: string, options: { tags: string[]; ttlMs: number }, load: () => Promise<T>) =>
    key.startsWith("library:") ? load() : remembered.get(key, options, load),
};

function scopeOf({ database }: Store, id: string | null): Scope<Actor> {
  const scope = {
    actor: id === null ? null : { userId: id, tier: "pro", role: "user" },
    db: database.as(asUser(id)),
    ports: { cache },
    settings: { publicUrl: "x" },
    now: () => new Date(),
  };
  return scope as unknown as Scope<Actor>; // the rest of a scope is not for lists
}

/** Somebody with a hundred prompts, another at each turn. */
export function userAt({ users }: Store, turn: number): string {
  const number = (turn * 37) % users;
  return userId(1 + number + (number % EMPTY_HANDED === 0 ? 1 : 0));
}
/** The one with a twentieth of all prompts. */
export const THE_FIRST = userId(1);

export const own = async (store: Store, id: string, query: OwnQuery) =>
  (await listPrompts(scopeOf(store, id), ListQuery.parse(query))).body;
export const library = async (store: Store, query: PublicQuery) =>
  (await listPublished(scopeOf(store, null), LibraryQuery.parse(query))).body;
