import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { watchStatements } from "../../statements.ts";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const told = async (userId: string) =>
  world.sql("select kind, data, tags from promptr.change_events where user_id = $1 order by id", [userId]);
const library = async () =>
  Number((await world.sql("select count(*) from promptr.change_events where tags && '{prompts:public}'"))[0]!["count"]);

test("every write of a prompt tells caches and clients what it was, and one that writes nothing tells nothing", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "t" });
  const path = `/prompts/${made.id}`;
  await ada.put(path, { task: "u" });
  await ada.put(path, { task: "u" });
  await ada.put(path, { title: "v" });
  await ada.put(path, { slug: "other" });
  await ada.post(`${path}/versions/1/restore`);
  await ada.post(`${path}/versions/1/restore`);
  await ada.delete(path);
  await ada.post(`${path}/restore`);
  await ada.post(`${path}/restore`);
  const promptId = made.id;
  const events = await told(ada.userId);
  expect(events.map(({ kind, data }) => [kind, data])).toEqual([
    ["version.created", { promptId, version: 1 }],
    ["version.created", { promptId, version: 2 }],
    ["prompt.updated", { promptId }],
    ["prompt.updated", { promptId }],
    ["version.created", { promptId, version: 3 }],
    ["prompt.deleted", { promptId }],
    ["prompt.restored", { promptId }],
  ]);
  for (const { tags } of events) {
    expect(tags).toContain(`prompt:${promptId}`);
    expect(tags).toContain(`prompts-of:${ada.userId}`);
    expect(tags).not.toContain("prompts:public");
  }
});

test("a new prompt is stored and told of in one statement and no transaction around it, published or not", async () => {
  const ada = await world.user();
  const sent = watchStatements();
  for (const isPublic of [false, true]) await ada.post("/prompts", { title: "t", task: "t", isPublic });
  vi.restoreAllMocks();
  // Others open transactions of their own in the meantime, in other roles.
  expect(sent.filter((sql) => /insert into "promptr"."prompts"|^begin;.*'promptr_app'/i.test(sql))).toEqual(
    Array.from({ length: 2 }, () => expect.stringMatching(/"prompts".*"prompt_versions".*"change_events"/s)),
  );
});

test("the library hears of what it shows: of a prompt that is published, was, or is not any more", async () => {
  const ada = await world.user();
  const writes = async (work: () => Promise<unknown>) => {
    const before = await library();
    await work();
    return (await library()) - before;
  };
  let path = "";
  const post = async (isPublic: boolean) => {
    path = `/prompts/${(await ada.post("/prompts", { title: "t", task: "t", isPublic })).body.id}`;
  };
  expect(await writes(() => post(false))).toBe(0);
  expect(await writes(() => post(true))).toBe(1);
  expect(await writes(() => ada.put(path, { title: "u" }))).toBe(1);
  expect(await writes(() => ada.put(path, { isPublic: false }))).toBe(1);
  expect(await writes(() => ada.put(path, { title: "v" }))).toBe(0);
  expect(await writes(() => ada.put(path, { isPublic: true }))).toBe(1);
  expect(await writes(() => ada.delete(path))).toBe(1);
  expect(await writes(() => ada.post(`${path}/restore`))).toBe(1);
});

test("a refused write tells nothing", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "t" });
  await ada.put(`/prompts/${made.id}`, { category: "no-such-thing" });
  await ada.put(`/prompts/${made.id}`, { title: "u" }, { "If-Match": '"stale"' });
  await ada.delete(`/prompts/${made.id}`, undefined, { "If-Match": '"stale"' });
  await ada.post("/prompts", { title: "t", task: "t", slug: made.slug });
  await ada.post("/prompts", { title: "t", task: "t", category: "no-such-thing" });
  expect(await told(ada.userId)).toHaveLength(1);
});

test("what search works on is written with every save", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "Erste", task: "Fasse zusammen", tags: ["Café"] });
  const stored = async () =>
    (
      await world.sql("select search_title, search_body, simhash::text from promptr.prompts where id = $1", [made.id])
    )[0]!;
  const before = await stored();
  expect(before).toMatchObject({ search_title: expect.stringContaining("cafe"), simhash: null });
  expect(before["search_body"]).toContain("zusammen");
  const task = Array.from({ length: 40 }, (_, index) => `wort${index}`).join(" ");
  await ada.put(`/prompts/${made.id}`, { title: "Zweite", task });
  const after = await stored();
  expect(after["search_title"]).toContain("zweite");
  expect(after["search_body"]).toContain("wort39");
  expect(after["simhash"]).toMatch(/^-?\d+$/);
});

test("a prompt says since when it is published: the first time, however often it is hidden and shown", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "t", isPublic: true });
  expect(made.publishedAt).toBe(made.createdAt);
  const put = async (isPublic: boolean) => (await ada.put(`/prompts/${made.id}`, { isPublic })).body.publishedAt;
  expect(await put(false)).toBeNull();
  expect(await put(true)).toBe(made.publishedAt);
  const { body: late } = await ada.post("/prompts", { title: "t", task: "t" });
  const { body: published } = await ada.put(`/prompts/${late.id}`, { isPublic: true });
  expect(Date.parse(published.publishedAt)).toBeGreaterThanOrEqual(Date.parse(late.createdAt));
});

test("what must not be shown to everybody is not published, and its owner learns what stands in the way", async () => {
  const ada = await world.user();
  const secret = { title: "t", task: "Use the key AKIAIOSFODNN7EXAMPLE for the call.", isPublic: true };
  const refused = await ada.post("/prompts", secret);
  expect([refused.status, refused.body.code]).toEqual([422, "publish_blocked"]);
  const { body: made } = await ada.post("/prompts", { ...secret, isPublic: false });
  expect(made.version).toBe(1);
  expect((await ada.put(`/prompts/${made.id}`, { isPublic: true })).body.code).toBe("publish_blocked");
  await ada.put(`/prompts/${made.id}`, { task: "t", isPublic: true });
  expect((await ada.post(`/prompts/${made.id}/versions/1/restore`)).body.code).toBe("publish_blocked");
  const { body: open } = await ada.post("/prompts", { title: "t", task: "t", isPublic: true });
  expect((await ada.put(`/prompts/${open.id}`, { task: secret.task })).body.code).toBe("publish_blocked");
  expect((await ada.get(`/prompts/${open.id}`)).body).toEqual(open);
});
