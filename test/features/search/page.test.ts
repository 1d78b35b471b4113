import { afterAll, beforeAll, expect, test } from "vitest";
import { asUser } from "../../../src/db/identity.ts";
import type { Scope } from "../../../src/scope.ts";
import { AS_LISTED } from "../../../src/features/prompts/index.ts";
import { ownListed, ownWhere, type FoundRow } from "../../../src/features/prompts/list-queries.ts";
import { toListed } from "../../../src/features/prompts/present.ts";
import type { ListedPrompt } from "../../../src/features/prompts/schema.ts";
import { searchablePage } from "../../../src/features/search/index.ts";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The pages of a search, of which `between` happens after the ids are chosen and before their rows are read. */
async function pagesOf(who: User, between: (ids: readonly string[]) => Promise<unknown>): Promise<string[][]> {
  const db = world.db(asUser(who.userId));
  // Sound: a search asks its scope for nothing else.
  const scope = { db, ports: world.app.ports } as Scope;
  const filter = { userId: who.userId };
  const pages: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null && pages.length < 20;) {
    const query = { limit: 2, search: "kiwi", ...(cursor !== undefined && { cursor }) };
    const { data, pagination } = await searchablePage<FoundRow, ListedPrompt>(scope, query, {
      among: { where: ownWhere(filter), by: "updated_at", owner: who.userId },
      order: { ...AS_LISTED, column: "created_at" },
      byRelevance: true,
      needsFinder: false,
      listed: async (ids) => {
        await between(ids);
        return db.rows(ownListed(filter, ids));
      },
      ordered: () => Promise.reject(new Error("a search by relevance is in no other order")),
      count: () => Promise.reject(new Error("nobody asked")),
      present: toListed,
      cursorOf: () => {
        throw new Error("a search has cursors of its own");
      },
    });
    pages.push(data.map(({ title }) => title));
    cursor = pagination.nextCursor;
  }
  return pages;
}
const plant = async (who: User, number: number) => {
  for (let n = 0; n < number; n += 1) await who.post("/prompts", { title: `Kiwi ${n}`, task: "Say it." });
};

test("a prompt that is deleted while its page is read ends no search: every other is on some page", async () => {
  const ada = await world.user();
  await plant(ada, 7);
  let gone = 0;
  const pages = await pagesOf(ada, async ([first]) => {
    if (gone++ < 2) await ada.delete(`/prompts/${first}`);
  });
  expect(pages.flat()).toHaveLength(5);
  expect(new Set(pages.flat()).size).toBe(5);
});

test("a page all of whose prompts are deleted while it is read is chosen anew", async () => {
  const ada = await world.user();
  await plant(ada, 6);
  let isFirst = true;
  const pages = await pagesOf(ada, async (ids) => {
    if (isFirst) for (const id of ids) await ada.delete(`/prompts/${id}`);
    isFirst = false;
  });
  expect(pages.map((page) => page.length)).toEqual([2, 1]);
});
