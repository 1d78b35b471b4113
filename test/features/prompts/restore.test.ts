import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { etagLike } from "./etag-like.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const full = { title: "Kept", task: "t", tags: ["a"], variables: [{ name: "x" }], isPublic: true };

test("a deleted prompt comes back as it was, with its versions and its slug, and costs no quota", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", full);
  const path = `/prompts/${made.id}`;
  const { body: before } = await ada.put(path, { task: "u", message: "why" });
  await ada.delete(path);
  expect((await world.anyone.get(`/prompts/public/${made.id}`)).status).toBe(404);
  const back = await ada.post(`${path}/restore`);
  expect(back.status).toBe(200);
  expect(back.body).toEqual({ ...before, revision: 4, updatedAt: expect.any(String) });
  expect(back.headers.get("etag")).toMatch(etagLike(made.id, 4));
  expect((await ada.get(path)).body).toEqual(back.body);
  expect((await ada.get(`${path}/versions`)).body.data.map(({ message }: { message: string }) => message)).toEqual([
    "why",
    null,
  ]);
  expect((await world.anyone.get(`/prompts/public/${made.id}`)).status).toBe(200);
  expect(await world.sql("select used from promptr.quota_usage where user_id = $1", [ada.userId])).toEqual([
    { used: 1 },
  ]);
});

test("restoring a prompt that is there changes nothing, so a lost answer can be asked for again", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", full);
  await ada.delete(`/prompts/${made.id}`);
  const replies = await Promise.all(Array.from({ length: 5 }, () => ada.post(`/prompts/${made.id}/restore`)));
  expect(replies.map(({ status, body }) => [status, body.revision])).toEqual(Array.from({ length: 5 }, () => [200, 3]));
});

test("nobody else can have it back", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const { body: made } = await ada.post("/prompts", full);
  await ada.delete(`/prompts/${made.id}`);
  expect((await eve.post(`/prompts/${made.id}/restore`)).body.code).toBe("not_found");
  expect((await ada.get(`/prompts/${made.id}`)).status).toBe(404);
});

test("it can be had back for thirty days and not a moment longer", async () => {
  await using own = await createWorld();
  const ada = await own.user();
  const deleteOne = async () => {
    const { body } = await ada.post("/prompts", { title: "t", task: "t" });
    await ada.delete(`/prompts/${body.id}`);
    return `/prompts/${body.id}/restore`;
  };
  const [early, late] = [await deleteOne(), await deleteOne()];
  await own.sql("update promptr.prompts set deleted_at = $1 where deleted_at is not null", [own.clock.now]);
  const deletedAt = own.clock.now.getTime();
  // The token of this day is not one of that day.
  const statusAt = async (path: string, now: number) => {
    own.clock.now = new Date(now);
    const { userId, sessionId } = ada;
    const token = await own.app.ports.tokens.issue({ userId, sessionId, now: own.clock.now });
    return (await own.with({ authorization: `Bearer ${token}` }).post(path)).status;
  };
  expect(await statusAt(early, deletedAt + 30 * DAY_MS - 1)).toBe(200);
  expect(await statusAt(late, deletedAt + 30 * DAY_MS)).toBe(404);
});
