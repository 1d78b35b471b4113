import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeCursor } from "../../src/contract/page.ts";
import type { Answered, Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
  await ada.post("/prompts", { title: "Own secret", task: "t" });
  await ada.post("/prompts", { title: "Shown", task: "100% sure & ready", isPublic: true });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Both lists, each as whoever may read it. */
const LISTS = ["/prompts", "/prompts/public"];
const readers = (path: string): Caller[] => (path === "/prompts" ? [ada] : [ada, world.anyone]);
async function* everywhere(query: string): AsyncGenerator<[string, Answered]> {
  for (const path of LISTS)
    for (const reader of readers(path)) yield [`${path}?${query}`, await reader.get(`${path}?${query}`)];
}

test.each([
  ["limit=1000000000", "query.limit"],
  ["limit=-1", "query.limit"],
  ["limit=0", "query.limit"],
  ["limit=9007199254740993", "query.limit"],
  ["limit=0x10", "query.limit"],
  ["limit=1e1", "query.limit"],
  ["limit=%2010", "query.limit"],
  ["page=0b1", "query.page"],
  ["page=-1", "query.page"],
  ["page=1000000000", "query.page"],
  ["sort=password_hash", "query.sort"],
  ["sort=user_id", "query.sort"],
  [`sort=${encodeURIComponent("title;drop table prompts")}`, "query.sort"],
  ["sort=constructor", "query.sort"],
  ["search=", "query.search"],
  ["search=a%00b", "query.search"],
  ["include=password_hash", "query.include"],
  ["userId=1", "query.userId"],
  ["__proto__=1", "query.__proto__"],
])("case 16: ?%s is refused with its place, by either list and for everybody", async (query, place) => {
  for await (const [asked, { status, body }] of everywhere(query)) {
    expect([asked, status]).toEqual([asked, 400]);
    expect(body.errors.map(({ path }: { path: string }) => path)).toContain(place);
  }
});

const ID = "0199f0a2-7c1e-7000-8000-000000000000";
const FORGED = [
  "x",
  "e30",
  "bnVsbA",
  "W10",
  "a".repeat(2_000),
  encodeURIComponent("' or 1=1 --"),
  encodeCursor({ sort: "password_hash", value: "a", id: ID }),
  encodeCursor({ sort: "title", value: "a", id: "' or 1=1 --" }),
  Buffer.from(JSON.stringify({ sort: "-createdAt", value: { $gt: "" }, id: ID })).toString("base64url"),
  Buffer.from("__proto__").toString("base64url"),
];
test("case 16: a cursor no list gave out is 400 and opens nothing, whatever it holds", async () => {
  for (const cursor of FORGED)
    for (const more of ["", "&search=sure", "&sort=title"])
      for await (const [asked, { status, text }] of everywhere(`cursor=${cursor}${more}`)) {
        expect([asked, status]).toEqual([asked, 400]);
        expect(text).not.toContain("Own secret");
      }
});

test("case 16: a cursor of one person's list shows another person nothing", async () => {
  const eve = await world.user();
  for (const title of ["A", "B", "C"]) await ada.post("/prompts", { title, task: "t" });
  const { nextCursor } = (await ada.get("/prompts?limit=1")).body.pagination as { nextCursor: string };
  expect((await ada.get(`/prompts?limit=1&cursor=${nextCursor}`)).body.data).toHaveLength(1);
  expect((await eve.get(`/prompts?limit=1&cursor=${nextCursor}`)).body.data).toEqual([]);
});

test("case 16: 201 `%` are refused, half a million before anybody reads them", async () => {
  for await (const [, { status, body }] of everywhere(`search=${"%25".repeat(201)}`))
    expect([status, body.errors[0].path]).toEqual([400, "query.search"]);
  for (const path of LISTS) {
    const search = "%25".repeat(500_000);
    const status = await ada.get(`${path}?search=${search}`).then(
      (answer) => answer.status,
      () => 431, // the server cut the connection while the address was still being sent
    );
    expect([path, status]).toEqual([path, 431]);
  }
});

/** Texts that make a pattern, a wildcard or a tsquery work, or break; all within the 200 characters a search may have. */
const HOSTILE = [
  "%".repeat(200),
  "_".repeat(200),
  "a".repeat(199) + "!",
  "(a+)+$".repeat(30),
  "((((((((((a|a)*)*)*)*)*)*)*)*)*)*b",
  "a & b | !c <-> d:*",
  "&&&&||||!!!!",
  "'".repeat(200),
  "\\".repeat(200),
  ":*",
  "a:*b:*c:*",
  "<->".repeat(60),
  "(".repeat(200),
  "x ".repeat(100),
  "a a a a ".repeat(25),
  "ﷺ".repeat(200),
  "\u0301".repeat(200),
  "🏳️‍🌈".repeat(33),
  "%00".replaceAll("%", "％"),
  "' union select email from promptr.profiles --",
];
/** Ten times what the slowest takes on a busy machine, and below what a statement may take (3 s). */
const WITHIN_MS = 2_500;
test("case 16: patterns, wildcards and tsquery syntax are words like any other: an answer in time, and nothing of others", async () => {
  const eve = await world.user();
  for (const search of HOSTILE)
    for (const path of LISTS)
      for (const sort of ["", "&sort=title"]) {
        const startedAt = performance.now();
        const answer = await eve.get(`${path}?search=${encodeURIComponent(search)}${sort}`);
        expect([search, answer.status]).toEqual([search, 200]);
        expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS);
        expect(answer.text).not.toContain("Own secret");
      }
});

test("case 16: a search that means words finds them beside the signs", async () => {
  for (const search of ["100% sure", "sure & ready", "ready <-> sure", "(sure|ready)"])
    for (const path of LISTS)
      expect([search, path, (await ada.get(`${path}?search=${encodeURIComponent(search)}`)).body.data.length]).toEqual([
        search,
        path,
        1,
      ]);
});
