import { PERSONAL_TABLES } from "../src/features/privacy/index.ts";
import { ORDERS } from "../src/features/prompts/index.ts";

const FIRST = { after: null, limit: 21, offset: 0 };
const NEXT = { after: { value: "t", id: "I" }, limit: 21, offset: 0 };

/** Parameters for builders whose SQL depends on them: one golden statement per row. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "prompts-list-queries.ownPrompts": [
    [{ userId: "U" }, ORDERS["-createdAt"], FIRST],
    [{ userId: "U", category: "c", tags: ["a"], isPublic: true, model: "m" }, ORDERS.title, NEXT],
  ],
  "library-queries.publishedPrompts": [
    [{}, ORDERS["-createdAt"], FIRST],
    [{ category: "c", tags: ["a"], model: "m" }, ORDERS.title, NEXT],
  ],
  "privacy-personal-queries.personalRows": PERSONAL_TABLES.map((table) => [
    table,
    { userId: "U", limit: 20, after: table.key.map(() => "K") },
  ]),
  "privacy-personal-queries.deletePersonalRows": PERSONAL_TABLES.filter(({ erasure }) => erasure === "in batches").map(
    (table) => [table, { userId: "U", limit: 20 }],
  ),
};
