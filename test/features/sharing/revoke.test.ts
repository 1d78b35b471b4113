import { expect, test } from "vitest";
import { createWorld } from "../../world.ts";
import { problemOf, share, viewsOf } from "./fixture.ts";

test("the owner ends a link at once and for good", async () => {
  await using world = await createWorld();
  const { owner, json, page } = await share(world);
  const other = await world.another();
  expect((await other.anyone.get(json)).status).toBe(200);
  expect((await owner.delete(json)).status).toBe(204);
  for (const reply of [await world.anyone.get(json), await other.anyone.get(json), await world.anyone.raw(page)])
    expect(reply.status).toBe(404);
  expect((await owner.delete(json)).status).toBe(404);
});

test("nobody but the owner can end a link, nor learn that there is one", async () => {
  await using world = await createWorld();
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
  await using world = await createWorld();
  const { owner, json } = await share(world);
  const open = () => Promise.all(Array.from({ length: 40 }, () => world.anyone.get(json)));
  const [before, revoked, after] = await Promise.all([open(), owner.delete(json), open()]);
  expect(revoked.status).toBe(204);
  const replies = [...before, ...after];
  const opened = replies.filter(({ status }) => status === 200).length;
  expect(replies.filter(({ status }) => status === 404)).toHaveLength(80 - opened);
  expect(await viewsOf(world)).toBe(opened);
});
