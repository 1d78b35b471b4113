import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { problemOf, share, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("the owner ends a link at once and for good", async () => {
  const { owner, json, page } = await share(world);
  const other = await world.another();
  expect((await other.anyone.get(json)).status).toBe(200);
  expect((await owner.delete(json)).status).toBe(204);
  for (const reply of [await world.anyone.get(json), await other.anyone.get(json), await world.anyone.raw(page)])
    expect(reply.status).toBe(404);
  expect((await owner.delete(json)).status).toBe(404);
});

test("nobody but the owner can end a link, nor learn that there is one", async () => {
  const { json } = await share(world);
  const eve = await world.user();
  const unknown = await eve.delete(`/sharing/${"x".repeat(43)}`);
  expect(unknown.status).toBe(404);
  expect(problemOf(await eve.delete(json))).toEqual(problemOf(unknown));
  expect((await eve.delete("/sharing/my-shares")).status).toBe(404);
  expect((await world.anyone.delete(json)).status).toBe(401);
  expect((await world.anyone.get(json)).status).toBe(200);
});

test("while a link is being revoked every visitor is either counted or refused", async () => {
  const { owner, json, token } = await share(world);
  const open = () => Promise.all(Array.from({ length: 40 }, () => world.anyone.get(json)));
  const [before, revoked, after] = await Promise.all([open(), owner.delete(json), open()]);
  expect(revoked.status).toBe(204);
  const replies = [...before, ...after];
  const opened = replies.filter(({ status }) => status === 200).length;
  expect(replies.filter(({ status }) => status === 404)).toHaveLength(80 - opened);
  expect(await viewsOf(world, { token })).toBe(opened);
});
