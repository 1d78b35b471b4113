import type { z } from "zod";
import { MemoryCache } from "../../src/adapters/cache.ts";
import type { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";
import { LibraryQuery } from "../../src/features/library/schema.ts";
import { listPublished } from "../../src/features/library/service.ts";
import { nearPublished } from "../../src/features/search/index.ts";
import { ListQuery } from "../../src/features/prompts/schema.ts";
import { listPrompts } from "../../src/features/prompts/service.ts";
import type { Actor, Scope } from "../../src/scope.ts";
import type { Text } from "./search-corpus.ts";

/** One kind of question, asked `runs` times, each time another. */
export type Case = {
  readonly name: string;
  readonly kind: "search" | "list";
  readonly runs: number;
  readonly run: (database: Database, turn: number) => Promise<unknown>;
};

const searched = new MemoryCache();
/** What a service needs of a scope to list: nothing is kept between two questions but where pg_trgm lives. */
function scopeOf(database: Database, userId: string | null): Scope<Actor> {
  const keptNothing = { get: (_key: string, _options: object, load: () => Promise<object>) => load() };
  const cache = userId === null ? { ...keptNothing, get: onlyHome } : searched;
  const actor = userId === null ? null : { userId, tier: "pro", role: "user" };
  const scope = {
    actor,
    db: database.as(asUser(userId)),
    ports: { cache },
    settings: { publicUrl: "x" },
    now: () => new Date(),
  };
  return scope as unknown as Scope<Actor>; // the rest of a scope is not for lists
}
const onlyHome = <T extends object>(key: string, options: { tags: string[]; ttlMs: number }, load: () => Promise<T>) =>
  key.startsWith("library:") ? load() : searched.get(key, options, load);

const userOf = (turn: number): string =>
  `00000000-0000-7000-8000-${String(1 + ((turn * 37) % 2_000)).padStart(12, "0")}`;
const own = async (database: Database, turn: number, query: object) =>
  (await listPrompts(scopeOf(database, userOf(turn)), ListQuery.parse(query))).body;
const library = async (database: Database, query: z.input<typeof LibraryQuery>) =>
  (await listPublished(scopeOf(database, null), LibraryQuery.parse(query))).body;

/** A slip of the pen: two neighbours in the middle of the word change places. */
function mistyped(word: string): string {
  const middle = Math.floor(word.length / 2);
  return word.slice(0, middle - 1) + word.charAt(middle) + word.charAt(middle - 1) + word.slice(middle + 1);
}

export function cases(texts: readonly Text[]): Case[] {
  const textAt = (turn: number): Text => {
    const found = texts[(turn * 7919) % texts.length];
    if (!found) throw new Error("No texts");
    return found;
  };
  const words = (turn: number) => textAt(turn).title.split(" ");
  const asked: Record<string, (turn: number) => string> = {
    "one word of a title": (turn) => words(turn)[0] ?? "a",
    "two words of a title": (turn) => words(turn).slice(0, 2).join(" "),
    "a word and the beginning of another": (turn) => words(turn).slice(0, 2).join(" ").slice(0, -2) || "ab",
    "two words of a body": (turn) => textAt(turn).rawPrompt.split(" ").slice(5, 7).join(" ").slice(0, 100) || "a",
    "one everyday word": (turn) => texts[1]?.rawPrompt.split(" ")[turn % 30] ?? "a",
    "the beginning of a word, two letters": (turn) => (words(turn)[1] ?? "ab").slice(0, 2),
    "two Chinese characters": (turn) => textAt((turn % 100) * 10).title.slice(1, 3),
    "a typo": (turn) => mistyped((words(turn).find((word) => word.length >= 6) ?? "typewriter").slice(0, 20)),
    "a typo in one of two words": (turn) => `${mistyped(words(turn)[0] ?? "abcdef")} ${words(turn)[1] ?? "ab"}`,
  };
  const searches = Object.entries(asked).flatMap(([name, text]): Case[] => [
    { name: `own: ${name}`, kind: "search", runs: 100, run: (db, turn) => own(db, turn, { search: text(turn) }) },
    { name: `public: ${name}`, kind: "search", runs: 200, run: (db, turn) => library(db, { search: text(turn) }) },
  ]);
  const sorted: Case = {
    name: "public: one word of a title, by stars",
    kind: "search",
    runs: 100,
    run: (db, turn) => library(db, { search: words(turn)[0] ?? "a", sort: "stars" }),
  };
  const near: Case = {
    name: "near-duplicates",
    kind: "search",
    runs: 200,
    run: (db, turn) => nearPublished({ db: db.as(asUser(null)) }, textAt(turn).simhash),
  };
  return [...searches, sorted, near, ...lists(texts)];
}

function lists(texts: readonly Text[]): Case[] {
  const tagAt = (turn: number): string => texts[(turn * 13) % texts.length]?.tags[0] ?? "none";
  const list = (name: string, run: Case["run"]): Case => ({ name, kind: "list", runs: 200, run });
  return [
    ...(["-createdAt", "-updatedAt", "title", "-viewCount", "-qualityScore"] as const).map((sort) =>
      list(`own, ${sort}`, (db, turn) => own(db, turn, { sort })),
    ),
    list("own, one tag", (db, turn) => own(db, turn, { tag: tagAt(turn) })),
    list("own, deleted", (db, turn) => own(db, turn, { deleted: "true" })),
    ...(["newest", "trending", "stars", "title"] as const).map((sort) =>
      list(`public, ${sort}`, (db) => library(db, { sort })),
    ),
    ...(["newest", "trending", "stars", "title"] as const).map((sort) =>
      list(`public, ${sort}, tenth page by cursor`, tenthPage(sort)),
    ),
    list("public, one category", (db) => library(db, { category: "coding", sort: "trending" })),
    list("public, one model", (db, turn) => library(db, { model: `model-${turn % 13}` })),
    list("public, one tag", (db, turn) => library(db, { tag: tagAt(turn) })),
  ];
}

/** The cursor is walked to once for each database. */
function tenthPage(sort: "newest" | "trending" | "stars" | "title"): Case["run"] {
  const cursors = new WeakMap<Database, string>();
  return async (database) => {
    let cursor = cursors.get(database);
    for (let page = 1; cursor === undefined || page < 10; page += 1) {
      if (cursors.has(database)) break;
      const { pagination }: Awaited<ReturnType<typeof library>> = await library(database, {
        sort,
        limit: 100,
        ...(cursor !== undefined && { cursor }),
      });
      cursor = pagination.nextCursor ?? undefined;
    }
    if (cursor !== undefined) cursors.set(database, cursor);
    return library(database, { sort, ...(cursor !== undefined && { cursor }) });
  };
}
