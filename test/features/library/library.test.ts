import { expect, test } from "vitest";
import { encodeCursor } from "../../../src/contract/page.ts";
import { createWorld } from "../../world.ts";

const shown = { title: "Shown", task: "t", isPublic: true };
const titlesOf = ({ body }: { body: { data: { title: string }[] } }): string[] => body.data.map(({ title }) => title);

test("anybody reads a published prompt with its author's name, and nothing else of the author", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user(), await world.user()];
  const { body: made } = await ada.post("/prompts", { ...shown, role: "r", tags: ["a"] });
  const { moderationStatus, enrichedPrompt, slug, folderId, forkedFrom, ...rest } = made;
  const owners = [moderationStatus, enrichedPrompt, slug, folderId, forkedFrom];
  expect(owners).toEqual(["approved", null, "shown", null, null]);
  const expected = { ...rest, author: { name: "Ada Lovelace" } };
  const { rawPrompt: _, ...listed } = expected;
  for (const reader of [world.anyone, eve, ada]) {
    const one = await reader.get(`/prompts/public/${made.id}`);
    expect(one).toMatchObject({ status: 200, body: expected });
    expect(Object.keys(one.body).sort()).toEqual(Object.keys(expected).sort());
    const all = await reader.get("/prompts/public?include=total");
    expect(all.body).toEqual({
      data: [listed],
      pagination: { limit: 20, hasMore: false, nextCursor: null, total: 1 },
    });
    expect(one.text + all.text).not.toContain(ada.userId);
    expect(one.text + all.text).not.toContain(ada.email);
  }
});

test("what is published, changed, hidden or deleted shows in the library at once", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const look = async () => titlesOf(await world.anyone.get("/prompts/public"));
  const count = async () =>
    (await world.anyone.get("/prompts/categories")).body.data.find(({ name }: { name: string }) => name === "general")
      .count;
  expect([await look(), await count()]).toEqual([[], 0]);
  const { body: made } = await ada.post("/prompts", { ...shown, isPublic: false });
  const path = `/prompts/${made.id}`;
  const one = async () => (await world.anyone.get(`/prompts/public/${made.id}`)).status;
  expect([await look(), await count(), await one()]).toEqual([[], 0, 404]);
  await ada.put(path, { isPublic: true });
  expect([await look(), await count(), await one()]).toEqual([["Shown"], 1, 200]);
  await ada.put(path, { title: "Renamed" });
  expect([await look(), await count(), await one()]).toEqual([["Renamed"], 1, 200]);
  await ada.put(path, { isPublic: false });
  expect([await look(), await count(), await one()]).toEqual([[], 0, 404]);
  const { body: other } = await ada.post("/prompts", { ...shown, title: "Born public" }, { "Idempotency-Key": "k" });
  expect([await look(), await count()]).toEqual([["Born public"], 1]);
  await ada.delete(`/prompts/${other.id}`);
  expect([await look(), await count()]).toEqual([[], 0]);
});

test("what moderation holds back is in no list, no count and at no address, not even for its owner", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const held: string[] = [];
  for (const status of ["flagged", "removed"]) {
    const { body } = await ada.post("/prompts", { ...shown, title: status });
    await world.sql("update promptr.prompts set moderation_status = $2 where id = $1", [body.id, status]);
    held.push(body.id);
  }
  for (const reader of [world.anyone, ada]) {
    expect((await reader.get("/prompts/public?include=total")).body).toMatchObject({
      data: [],
      pagination: { total: 0 },
    });
    const { data } = (await reader.get("/prompts/categories")).body;
    expect(data.map(({ count }: { count: number }) => count)).toEqual(data.map(() => 0));
    for (const id of held) expect((await reader.get(`/prompts/public/${id}`)).status).toBe(404);
  }
  expect((await ada.get(`/prompts/${held[0]}`)).body.moderationStatus).toBe("flagged");
});

test("`public` and `categories` are words of the address, never ids, with a credential and without", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  for (const reader of [world.anyone, ada])
    for (const path of ["/prompts/public", "/prompts/categories"])
      expect(await reader.get(path)).toMatchObject({ status: 200, body: { data: expect.any(Array) } });
});

test("the library is filtered, sorted and walked like a list of one's own", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user(), await world.user()];
  await ada.post("/prompts", { ...shown, title: "B", category: "coding", tags: ["x", "y"] });
  await eve.post("/prompts", { ...shown, title: "A", category: "coding", tags: ["x"], selectedModel: "gpt-5" });
  await ada.post("/prompts", { ...shown, title: "C", tags: ["y"] });
  await ada.post("/prompts", { ...shown, title: "Hidden", isPublic: false, tags: ["x", "y"] });
  const titles = async (query: string) => titlesOf(await world.anyone.get(`/prompts/public?${query}`));
  expect(await titles("")).toEqual(["C", "A", "B"]);
  expect(await titles("sort=title")).toEqual(["A", "B", "C"]);
  expect(await titles("category=coding")).toEqual(["A", "B"]);
  expect(await titles("tag=y&tag=x")).toEqual(["B"]);
  expect(await titles("model=gpt-5")).toEqual(["A"]);
  expect(await titles("limit=1&page=3")).toEqual(["B"]);
  for (const [sort, expected] of [
    ["newest", ["C", "A", "B"]],
    ["title", ["A", "B", "C"]],
  ] as const) {
    const seen: string[] = [];
    let path: string | undefined = `/prompts/public?limit=1&sort=${sort}`;
    while (path !== undefined) {
      const answer = await world.anyone.get(path);
      seen.push(...titlesOf(answer));
      path = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
    }
    expect(seen).toEqual(expected);
  }
});

test("a query or a cursor the library does not know is refused", async () => {
  await using world = await createWorld();
  for (const query of ["sort=createdAt", "isPublic=false", "userId=1", "limit=101", "q=x"])
    expect((await world.anyone.get(`/prompts/public?${query}`)).body.code, query).toBe("invalid_input");
  const id = "0199f0a2-7c1e-7000-8000-000000000000";
  for (const cursor of [
    "x",
    encodeCursor({ sort: "title", value: "a", id }),
    encodeCursor({ sort: "-newest", value: 1, id }),
  ])
    expect((await world.anyone.get(`/prompts/public?cursor=${cursor}`)).body.code).toBe("invalid_cursor");
});

test("a published prompt that has not changed is not sent again", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", shown);
  const path = `/prompts/public/${made.id}`;
  const first = await world.anyone.get(path);
  const headers = { "If-None-Match": first.headers.get("etag")! };
  expect((await world.anyone.get(path, headers)).status).toBe(304);
  await ada.put(`/prompts/${made.id}`, { task: "new" });
  expect((await world.anyone.get(path, headers)).status).toBe(200);
});
