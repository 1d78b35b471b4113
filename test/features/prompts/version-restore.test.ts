import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { etagLike } from "./etag-like.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const first = { title: "t", task: "one", role: "An editor", selectedModel: "gpt-5", variables: [{ name: "x" }] };

test("restoring a version makes a new one of its content, and leaves everything else as it is", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", first);
  const path = `/prompts/${made.id}`;
  const { body: changed } = await ada.put(path, {
    task: "two",
    role: null,
    variables: [],
    selectedModel: "gpt-4o",
    title: "u",
    tags: ["x"],
    slug: "mine",
  });
  const back = await ada.post(`${path}/versions/1/restore`, { message: "It worked" });
  expect(back.status).toBe(200);
  expect(back.body).toEqual({
    ...changed,
    task: "one",
    role: "An editor",
    selectedModel: "gpt-5",
    variables: made.variables,
    rawPrompt: made.rawPrompt,
    qualityScore: expect.any(Number),
    version: 3,
    revision: 3,
    updatedAt: expect.any(String),
  });
  expect(back.headers.get("etag")).toMatch(etagLike(made.id, 3));
  const { data } = (await ada.get(`${path}/versions`)).body;
  expect(data.map(({ version, message }: { version: number; message: string }) => [version, message])).toEqual([
    [3, "It worked"],
    [2, null],
    [1, null],
  ]);
  expect(data[0].author).toEqual({ name: "Ada Lovelace" });
  expect(data[0].contentHash).toBe(data[2].contentHash);
});

test("a content that is the newest already makes no version; without a message the version says what it is", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", first);
  const path = `/prompts/${made.id}`;
  expect((await ada.post(`${path}/versions/1/restore`)).body).toEqual(made);
  await ada.put(path, { task: "two" });
  await ada.post(`${path}/versions/1/restore`, {});
  expect((await ada.post(`${path}/versions/1/restore`)).body).toMatchObject({ version: 3, revision: 3 });
  expect((await ada.get(`${path}/versions/3`)).body.message).toBe("Restored version 1");
});

test("twenty racing restores of one version make one new version", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", first);
  await ada.put(`/prompts/${made.id}`, { task: "two" });
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => ada.post(`/prompts/${made.id}/versions/1/restore`)),
  );
  expect(new Set(replies.map(({ status, body }) => `${status} ${body.version}`))).toEqual(new Set(["200 3"]));
});

test("If-Match stops a restore over a change that was not seen, and what is not there cannot be restored", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const made = await ada.post("/prompts", first);
  const path = `/prompts/${made.body.id}/versions/1/restore`;
  await ada.put(`/prompts/${made.body.id}`, { task: "two" });
  const stale = await ada.post(path, {}, { "If-Match": made.headers.get("etag")! });
  expect([stale.status, stale.body.code]).toEqual([412, "version_moved"]);
  expect((await eve.post(path)).body.code).toBe("not_found");
  expect((await ada.post(path.replace("/1/", "/9/"))).body.code).toBe("not_found");
  expect((await ada.post(path, { message: "x".repeat(501) })).body.errors[0].path).toBe("body.message");
  await ada.delete(`/prompts/${made.body.id}`);
  expect((await ada.post(path)).body.code).toBe("not_found");
});

test("a prompt with as many versions as it may have takes no more, and can still be renamed", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", first);
  await ada.put(`/prompts/${made.id}`, { task: "two" });
  await world.sql("update promptr.prompts set version = 10000 where id = $1", [made.id]);
  const full = await ada.put(`/prompts/${made.id}`, { task: "three" });
  expect([full.status, full.body.code]).toEqual([409, "too_many_versions"]);
  expect((await ada.post(`/prompts/${made.id}/versions/1/restore`)).body.code).toBe("too_many_versions");
  expect((await ada.put(`/prompts/${made.id}`, { title: "u" })).body).toMatchObject({ title: "u", version: 10_000 });
});
