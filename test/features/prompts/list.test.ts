import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCursor } from "../../../src/contract/page.ts";
import { ORDERS } from "../../../src/features/prompts/order.ts";
import type { Caller } from "../../caller.ts";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const ID = "0199f0a2-7c1e-7000-8000-000000000000";
const titlesOf = ({ body }: { body: { data: { title: string }[] } }): string[] => body.data.map(({ title }) => title);

/** Follows the Link header to the end. */
async function walk(caller: Caller, path: string): Promise<{ id: string; title: string }[]> {
  const answer = await caller.get(path);
  expect(answer.status).toBe(200);
  const link = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  expect(link !== undefined).toBe(answer.body.pagination.hasMore);
  return link === undefined ? answer.body.data : [...answer.body.data, ...(await walk(caller, link))];
}

test("every order walks every prompt once, also where all values are equal, and both ways round", async () => {
  const ada = await world.user();
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, view_count, created_at, updated_at)
     select gen_random_uuid(), $1, 'Same ' || n / 5, 't', 't', n % 3 / 10.0, n % 2, '2026-01-01', '2026-01-01T00:00:00.123Z'
     from generate_series(1, 17) n`,
    [ada.userId],
  );
  const all = new Set((await ada.get("/prompts?limit=100")).body.data.map(({ id }: { id: string }) => id));
  expect(all.size).toBe(17);
  for (const sort of ["createdAt", "updatedAt", "title", "viewCount", "qualityScore"]) {
    const up = (await walk(ada, `/prompts?limit=4&sort=${sort}`)).map(({ id }) => id);
    const down = (await walk(ada, `/prompts?limit=4&sort=-${sort}`)).map(({ id }) => id);
    expect(new Set(up), sort).toEqual(all);
    expect(up, sort).toHaveLength(17);
    expect(down, sort).toEqual(up.toReversed());
  }
});

test("filters narrow a list together, and a total counts what they leave", async () => {
  const ada = await world.user();
  const add = (title: string, fields: object) => ada.post("/prompts", { title, task: "t", ...fields });
  await add("A", { category: "coding", tags: ["x", "y"], isPublic: true });
  await add("B", { category: "coding", tags: ["x"], selectedModel: "gpt-5" });
  await add("C", { tags: ["y", 'quote"s, {braces} & \\'] });
  const titles = async (query: string) => titlesOf(await ada.get(`/prompts?sort=title&${query}`));
  expect(await titles("category=coding")).toEqual(["A", "B"]);
  expect(await titles("tag=x")).toEqual(["A", "B"]);
  expect(await titles("tag=x&tag=y")).toEqual(["A"]);
  expect(await titles(`tag=${encodeURIComponent('quote"s, {braces} & \\')}`)).toEqual(["C"]);
  expect(await titles("isPublic=false")).toEqual(["B", "C"]);
  expect(await titles("model=gpt-5")).toEqual(["B"]);
  expect(await titles("category=coding&tag=x&isPublic=true&model=claude-3-5-sonnet")).toEqual(["A"]);
  expect((await ada.get("/prompts?category=coding&include=total&limit=1")).body.pagination.total).toBe(2);
  expect((await ada.get("/prompts")).body.pagination).not.toHaveProperty("total");
  expect((await walk(ada, "/prompts?tag=x&limit=1&sort=-title&include=total")).map(({ title }) => title)).toEqual([
    "B",
    "A",
  ]);
});

test("newest first is the rule, and page numbers reach the same rows", async () => {
  const ada = await world.user();
  for (const title of ["1", "2", "3", "4", "5"]) await ada.post("/prompts", { title, task: "t" });
  expect(titlesOf(await ada.get("/prompts"))).toEqual(["5", "4", "3", "2", "1"]);
  expect(titlesOf(await ada.get("/prompts?limit=2&page=2"))).toEqual(["3", "2"]);
  expect(titlesOf(await ada.get("/prompts?limit=2&page=4"))).toEqual([]);
  expect(titlesOf({ body: { data: await walk(ada, "/prompts?limit=2&page=2") } })).toEqual(["3", "2", "1"]);
});

test("a list holds the caller's own prompts and no one else's, published or not, without the texts composed of its parts", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await eve.post("/prompts", { title: "Hers", task: "t", isPublic: true });
  await eve.post("/prompts", { title: "Secret", task: "t" });
  const { body: mine } = await ada.post("/prompts", { title: "Mine", task: "t" });
  const { enrichedPrompt, rawPrompt, ...listed } = mine;
  expect([enrichedPrompt, rawPrompt]).toEqual([null, "t"]);
  expect((await ada.get("/prompts?include=total")).body).toEqual({
    data: [listed],
    pagination: { limit: 20, hasMore: false, nextCursor: null, total: 1 },
  });
});

test("a query that makes no sense is refused with its place", async () => {
  const ada = await world.user();
  for (const [query, path] of [
    ["sort=password_hash", "query.sort"],
    ["limit=0", "query.limit"],
    ["limit=1000000000", "query.limit"],
    ["limit=-1", "query.limit"],
    ["page=0", "query.page"],
    ["page=10000&limit=100", "query.page"],
    [`page=2&cursor=${encodeCursor({ sort: "-createdAt", value: "2026-01-01T00:00:00Z", id: ID })}`, "query.page"],
    ["isPublic=maybe", "query.isPublic"],
    ["category=a&category=b", "query.category"],
    ["category=%00", "query.category"],
    ["tag=", "query.tag"],
    [Array.from({ length: 21 }, (_, index) => `tag=${index}`).join("&"), "query.tag"],
    ["include=everything", "query.include"],
    ["search=", "query.search"],
    ["folderId=mine", "query.folderId"],
    ["label=Production", "query.label"],
    ["deleted=yes", "query.deleted"],
    ["sort=relevance", "query.sort"],
  ]) {
    const answer = await ada.get(`/prompts?${query}`);
    expect(answer.status, query).toBe(400);
    expect(
      answer.body.errors.map((one: { path: string }) => one.path),
      query,
    ).toContain(path);
  }
});

test("a cursor that was forged or belongs to another order is the caller's fault, never the server's", async () => {
  const ada = await world.user();
  const values = [
    "not a date",
    "2026-02-30T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "x\0",
    "\ud800",
    1e12,
    -1,
    0.5,
    1e-9,
    "",
  ];
  for (const sort of Object.keys(ORDERS)) {
    const refusable = [
      "x",
      "%00",
      "W10",
      encodeURIComponent("💥"),
      "a".repeat(501),
      ...values.map((value) => encodeCursor({ sort, value, id: ID })),
      encodeCursor({ sort: "-other", value: 1, id: ID }),
      encodeCursor({ sort, value: 1, id: "' or true --" }),
    ];
    for (const cursor of refusable) {
      const { status } = await ada.get(`/prompts?sort=${sort}&cursor=${cursor}`);
      expect(status, `${sort} ${cursor}`).toBeOneOf([200, 400]);
    }
    const foreign = encodeCursor({ sort: sort === "title" ? "-title" : "title", value: "a", id: ID });
    expect((await ada.get(`/prompts?sort=${sort}&cursor=${foreign}`)).body.code).toBe("invalid_cursor");
  }
  const forged = encodeCursor({ sort: "-createdAt", value: "not a date", id: ID });
  expect((await ada.get(`/prompts?cursor=${forged}`)).body.code).toBe("invalid_cursor");
});
