import { afterAll, beforeAll, expect, test } from "vitest";
import { problemOf, share } from "../features/sharing/fixture.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

test("case 24: another's link can neither be changed nor ended, by its token or its id, and looks like none", async () => {
  const { owner, json } = await share(world, { maxViews: 5 });
  const [{ id }] = (await owner.get("/sharing/my-shares")).body.data;
  const eve = await world.user();
  const key = await world.apiKey(eve, { scopes: ["sharing"] });
  const unknown = `/sharing/${"x".repeat(43)}`;
  for (const caller of [eve, key])
    for (const path of [json, `/sharing/${id}`]) {
      expect(problemOf(await caller.put(path, { maxViews: 1 }))).toEqual({
        ...problemOf(await caller.put(unknown, { maxViews: 1 })),
        instance: expect.any(String),
      });
      expect((await caller.delete(path)).status).toBe(404);
    }
  expect((await there.anyone.get(json)).body.views).toEqual({ used: 1, max: 5 });
});

test("case 24: a limit below the views there were closes the link on every process, whoever is opening it meanwhile", async () => {
  const { owner, json } = await share(world);
  for (let view = 0; view < 4; view += 1) await world.anyone.get(json);
  const opening = Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? world : there).anyone.get(json)));
  const closed = await owner.put(json, { maxViews: 3 });
  expect([closed.status, closed.body.state]).toEqual([200, "used_up"]);
  for (const { anyone } of [world, there]) expect((await anyone.get(json)).status).toBe(410);
  expect((await opening).every(({ status }) => status === 200 || status === 410)).toBe(true);
  for (const { anyone } of [there, world]) expect((await anyone.get(json)).status).toBe(410);
});

test("case 24: what is no token is looked up nowhere, and a list's own address is the list's", async () => {
  const ada = await world.user();
  for (const address of ["my-shares", "public", "x", "x".repeat(42), "x".repeat(44), "%00".repeat(43), "..%2f..%2f"]) {
    expect([address, (await ada.put(`/sharing/${address}`, { maxViews: 1 })).status]).toEqual([
      address,
      address.includes("%00") ? 400 : 404,
    ]);
    expect([address, (await ada.delete(`/sharing/${address}`)).status]).toEqual([
      address,
      address.includes("%00") ? 400 : 404,
    ]);
  }
  expect((await ada.get("/sharing/my-shares")).body.data).toEqual([]);
  expect((await world.anyone.get("/sharing/public")).status).toBe(200);
});

test("case 24: twenty changes and an end at once leave the link ended", async () => {
  const { owner, json } = await share(world);
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, (_, n) => (n % 2 ? owner : there.as(owner)).put(json, { maxViews: n + 1 })),
    owner.delete(json),
  ]);
  expect(answers.at(-1)!.status).toBe(204);
  expect(answers.every(({ status }) => [200, 204, 404].includes(status))).toBe(true);
  for (const { anyone } of [world, there]) expect((await anyone.get(json)).status).toBe(404);
  expect((await owner.put(json, { maxViews: 9 })).status).toBe(404);
});
