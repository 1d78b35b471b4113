import { sql } from "kysely";
import { PERSONAL_TABLES } from "../src/features/privacy/index.ts";
import { LIBRARY_ORDERS } from "../src/features/library/order.ts";
import { ORDERS } from "../src/features/prompts/index.ts";

const FIRST = { after: null, limit: 21, offset: 0 };
const TRUE = sql<boolean>`true`;
const QUESTION = { tsquery: "q", titleQuery: "t", words: "w" };
const NEXT = { after: { value: "t", id: "I" }, limit: 21, offset: 0 };

/** Parameters for builders whose SQL depends on them: one golden statement per row; none for a piece of other queries. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "prompts-list-queries.ownPrompts": [
    [{ userId: "U" }, ORDERS["-createdAt"], FIRST],
    [{ userId: "U", category: "c", tags: ["a"], isPublic: true, model: "m" }, ORDERS.title, NEXT],
  ],
  "prompts-list-queries.ownWhere": [],
  "library-queries.publicWhere": [],
  "library-queries.publishedPrompts": [
    [{}, LIBRARY_ORDERS.newest, FIRST],
    [{ category: "c", tags: ["a"], model: "m" }, LIBRARY_ORDERS.title, NEXT],
  ],
  "library-trending-queries.writeRanks": [[[{ id: "I", score: 1 }]]],
  "search-queries.matches": [],
  "search-queries.bestMatches": [
    [TRUE, QUESTION, { owner: null, by: "trend_score", looked: 20, compared: 10 }, "promptr"],
    [TRUE, QUESTION, { owner: "u", by: "updated_at", looked: 20, compared: 10 }, null],
  ],
  "search-queries.alikeTitles": [
    [TRUE, ["a", "b"], { newest: null, limit: 10 }],
    [TRUE, ["a", "b"], { newest: 20, limit: 10 }],
  ],
  "search-queries.termsSaid": [[["I"], ["a", "b"]]],
  "search-queries.idsInOrder": [[TRUE, ORDERS["-createdAt"], FIRST]],
  "search-queries.countWhere": [[TRUE]],
  "privacy-personal-queries.personalRows": PERSONAL_TABLES.map((table) => [
    table,
    { userId: "U", limit: 20, after: table.key.map(() => "K") },
  ]),
  "privacy-personal-queries.deletePersonalRows": PERSONAL_TABLES.filter(({ erasure }) => erasure === "in batches").map(
    (table) => [table, { userId: "U", limit: 20 }],
  ),
};
