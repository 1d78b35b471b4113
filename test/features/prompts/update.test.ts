import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { etagLike } from "./etag-like.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const full = {
  title: "t",
  task: "Sum up",
  role: "An editor",
  context: "c",
  requirements: "r",
  style: "s",
  output: "o",
  description: "d",
  tags: ["a"],
};

test("a change keeps what it does not name, and null clears what may be empty", async () => {
  const ada = await world.user();
  const { body: before } = await ada.post("/prompts", full);
  const changed = await ada.put(`/prompts/${before.id}`, { role: null, style: " ", tags: [], category: "coding" });
  expect(changed.status).toBe(200);
  expect(changed.body).toEqual({
    ...before,
    role: null,
    style: null,
    tags: [],
    category: "coding",
    rawPrompt: "# Task\nSum up\n\n# Context\nc\n\n# Requirements\nr\n\n# Output\no",
    qualityScore: expect.any(Number),
    version: 2,
    revision: 2,
    updatedAt: expect.any(String),
  });
  expect(changed.headers.get("etag")).toMatch(etagLike(before.id, 2));
  expect((await ada.get(`/prompts/${before.id}`)).body).toEqual(changed.body);
});

test("a change of the content makes a version; of anything else a revision; of nothing, nothing", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", full);
  const counts = async (changes: object) => {
    const { body } = await ada.put(`/prompts/${made.id}`, changes);
    return [body.version, body.revision];
  };
  expect(await counts({ title: "u", isPublic: true, tags: ["b"] })).toEqual([1, 2]);
  expect(await counts({ selectedModel: "gpt-5" })).toEqual([2, 3]);
  expect(await counts({ task: "Sum up at length" })).toEqual([3, 4]);
  expect(await counts({ task: " Sum up at length ", selectedModel: "gpt-5", message: "same" })).toEqual([3, 4]);
  expect(await counts({})).toEqual([3, 4]);
  expect((await ada.get(`/prompts/${made.id}/versions`)).body.data).toHaveLength(3);
});

test("a new content leaves no enriched text that was made of the old one", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", full);
  await world.sql("update promptr.prompts set enriched_prompt = 'better' where id = $1", [made.id]);
  expect((await ada.put(`/prompts/${made.id}`, { title: "u" })).body.enrichedPrompt).toBe("better");
  expect((await ada.put(`/prompts/${made.id}`, { task: "v" })).body.enrichedPrompt).toBeNull();
});

test("If-Match lets the first of two writers through and stops the second", async () => {
  const ada = await world.user();
  const made = await ada.post("/prompts", full);
  const path = `/prompts/${made.body.id}`;
  const headers = { "If-Match": made.headers.get("etag")! };
  const replies = await Promise.all([
    ada.put(path, { task: "mine" }, headers),
    ada.put(path, { task: "yours" }, headers),
  ]);
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  const winner = replies.find(({ status }) => status === 200)!;
  expect((await ada.get(path)).body).toEqual(winner.body);
  expect((await ada.delete(path, undefined, headers)).status).toBe(412);
  expect((await ada.put(path, { title: "any" }, { "If-Match": "*" })).status).toBe(200);
  const beginning = `"${made.body.id}-r`;
  expect((await ada.put(path, { title: "any" }, { "If-Match": `${beginning}"` })).status).toBe(412);
  const weak = await ada.put(path, { title: "weak" }, { "If-Match": `W/"${made.body.id}-r3"` });
  expect(weak.status).toBe(412);
  const oneOfTwo = { "If-Match": `"other", "${made.body.id}-r3"` };
  expect((await ada.put(path, { title: "listed" }, oneOfTwo)).status).toBe(200);
});

test("an unchanged prompt is not sent again, a changed one is", async () => {
  const ada = await world.user();
  const made = await ada.post("/prompts", full);
  const path = `/prompts/${made.body.id}`;
  const headers = { "If-None-Match": made.headers.get("etag")! };
  expect(await ada.get(path, headers)).toMatchObject({ status: 304, text: "" });
  await ada.put(path, { title: "u" });
  expect((await ada.get(path, headers)).status).toBe(200);
});

test.each([
  ["a removal by moderation", "moderation_status = 'removed'"],
  ["a view", "view_count = view_count + 1"],
  ["a star", "star_count = star_count + 1"],
  ["a fork", "fork_count = fork_count + 1"],
])("%s is seen by whoever has read the prompt before, and stops no write of its owner", async (_, change) => {
  const ada = await world.user();
  const made = await ada.post("/prompts", { ...full, isPublic: true });
  const path = `/prompts/${made.body.id}`;
  const etag = made.headers.get("etag")!;
  await world.sql(`update promptr.prompts set ${change} where id = $1`, [made.body.id]);
  const read = await ada.get(path, { "If-None-Match": etag });
  expect(read.status).toBe(200);
  expect(read.body).not.toEqual(made.body);
  const again = { "If-None-Match": read.headers.get("etag")! };
  expect((await ada.get(path, again)).status).toBe(304);
  const saved = await ada.put(path, { title: "u" }, { "If-Match": etag });
  expect(saved.status).toBe(200);
  expect((await ada.get(path)).headers.get("etag")).toBe(saved.headers.get("etag"));
});

test("a deleted prompt is gone for its owner and for everybody, and can be deleted only once", async () => {
  const ada = await world.user();
  const made = await ada.post("/prompts", { ...full, isPublic: true });
  const path = `/prompts/${made.body.id}`;
  expect((await world.anyone.get(`/prompts/public/${made.body.id}`)).status).toBe(200);
  const gone = await ada.delete(path, undefined, { "If-Match": made.headers.get("etag")! });
  expect(gone).toMatchObject({ status: 204, text: "" });
  for (const answer of [
    await ada.get(path),
    await ada.put(path, { title: "u" }),
    await ada.delete(path),
    await ada.get(`${path}/versions`),
    await ada.get(`${path}/versions/1`),
    await world.anyone.get(`/prompts/public/${made.body.id}`),
  ])
    expect(answer.status).toBe(404);
  expect((await ada.get("/prompts?include=total")).body).toMatchObject({ data: [], pagination: { total: 0 } });
  expect((await world.anyone.get("/prompts/public?limit=100")).text).not.toContain(made.body.id);
  const [row] = await world.sql("select deleted_at, title from promptr.prompts where id = $1", [made.body.id]);
  expect(row).toMatchObject({ deleted_at: expect.any(Date), title: "t" });
});

test("a change and a deletion that race leave a prompt that is changed and then gone, or gone", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", full);
  const path = `/prompts/${made.id}`;
  const [change, removal] = await Promise.all([ada.put(path, { task: "late" }), ada.delete(path)]);
  expect(removal.status).toBe(204);
  expect([200, 404]).toContain(change.status);
  expect((await ada.get(path)).status).toBe(404);
});
