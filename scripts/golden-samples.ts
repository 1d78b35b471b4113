import { sql } from "kysely";
import { PERSONAL_TABLES } from "../src/features/privacy/index.ts";
import { PROMPT_GROUPS } from "../src/features/analytics/schema.ts";
import { LIBRARY_ORDERS } from "../src/features/library/order.ts";
import { ORDERS } from "../src/features/prompts/index.ts";
import { Columns } from "../src/features/usage/columns.ts";

const FIRST = { after: null, limit: 21, offset: 0 };
const TRUE = sql<boolean>`true`;
const QUESTION = { tsquery: "q", titleQuery: "t", words: "w" };
const DAY = { from: new Date(0), to: new Date(0) };
const ASKED = { userId: "U", bounds: "{}", ...DAY, limit: 20, promptId: null };
const NEXT = { after: { value: "t", id: "I" }, limit: 21, offset: 0 };

const AUDIT_PART = { before: 1, limit: 21 };
const AUDIT_FILTERS = [
  [{}, AUDIT_PART],
  [{ actorId: "I", action: "a.b", subjectType: "s", subjectId: "i", outcome: "done" }, AUDIT_PART],
  [{ area: "a.", ownerId: "I", from: new Date(0), to: new Date(0) }, AUDIT_PART],
];

/** Parameters for builders whose SQL depends on them: one golden statement per row; none for a piece of other queries. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "prompts-list-queries.ownPrompts": [
    [{ userId: "U" }, ORDERS["-createdAt"], FIRST],
    [{ userId: "U", category: "c", tags: ["a"], isPublic: true, model: "m" }, ORDERS.title, NEXT],
  ],
  "prompts-list-queries.ownWhere": [],
  "moderation-queries.queuedPrompts": [
    [{}, FIRST],
    [{ status: "flagged", appealed: true, decided: true, userId: "U" }, NEXT],
  ],
  "moderation-queries.countQueued": [[{}], [{ status: "removed" }]],
  "broadcasts-queries.broadcastsLatest": [[FIRST], [NEXT]],
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
  "usage-queries.insertUsage": [
    [{ id: "I", ids: "{}", firstAt: new Date(0), lastAt: new Date(0), columns: new Columns(0).write() }],
  ],
  "audit-search-queries.auditLike": AUDIT_FILTERS,
  "audit-search-queries.auditSize": AUDIT_FILTERS,
  "privacy-personal-queries.personalRows": PERSONAL_TABLES.map((table) => [
    table,
    { userId: "U", limit: 20, after: table.key.map(() => "K"), ...(table.erasure === "by the day" && { day: DAY }) },
  ]),
  "privacy-personal-queries.deletePersonalRows": PERSONAL_TABLES.filter(({ erasure }) =>
    ["in batches", "after usage"].includes(erasure),
  ).map((table) => [table, { userId: "U", limit: 20 }]),
  "analytics-figure-queries.promptFigures": PROMPT_GROUPS.map((group) => [group, ASKED]),
  "analytics-rollup-queries.addRows": [[[{ number: 1, firstAt: new Date(0), lastAt: new Date(0) }]]],
  "sharing-day-queries.countVisits": [[[]]],
  "db-request-windows.giveBackRequests": [[[]]],
};
