import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-22T23:59:00Z");
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

test("calls are shown by key and by day in UTC, next to what is left of the month", async () => {
  world.clock.now = new Date("2026-11-22T23:59:00Z");
  const user = await world.user();
  const [one, two] = [await world.apiKey(user), await world.apiKey(user)];
  await one.get("/prompts");
  await one.get("/prompts/public");
  await two.get("/prompts");
  world.clock.now = new Date("2026-11-23T00:00:00Z");
  await one.get("/prompts");
  const { status, body } = await user.get("/api-keys/usage");
  expect(status).toBe(200);
  expect([body.from, body.to]).toEqual(["2026-10-25", "2026-11-23"]);
  expect(body.quota).toEqual({ limit: 1_000, used: 4, remaining: 996, resetsAt: "2026-12-01T00:00:00.000Z" });
  const of = (id: string) => body.keys.find(({ keyId }: { keyId: string }) => keyId === id);
  expect(of(one.id)).toEqual({
    keyId: one.id,
    name: "test",
    prefix: one.key.slice(0, 11),
    calls: 3,
    days: [
      { day: "2026-11-22", calls: 2 },
      { day: "2026-11-23", calls: 1 },
    ],
  });
  expect(of(two.id)).toMatchObject({ calls: 1, days: [{ day: "2026-11-22", calls: 1 }] });

  const narrow = await user.get(`/api-keys/usage?from=2026-11-23&to=2026-11-23&keyId=${one.id}`);
  expect(narrow.body.keys).toMatchObject([{ keyId: one.id, calls: 1 }]);
  await user.delete(`/api-keys/${one.id}`);
  const after = await user.get("/api-keys/usage");
  expect([after.body.keys.length, after.body.quota.used]).toEqual([1, 4]);
});

test.each([
  ["from=2026-11-23&to=2026-11-22", "query.from"],
  ["from=2026-08-22&to=2026-11-22", "query.from"],
  ["from=2026-02-30", "query.from"],
  ["from=1999-12-31&to=1999-12-31", "query.from"],
  ["to=yesterday", "query.to"],
  ["keyId=1", "query.keyId"],
  ["granularity=hour", "query.granularity"],
])("%s is refused at its place", async (query, path) => {
  const { status, body } = await ada.get(`/api-keys/usage?${query}`);
  expect([status, body.errors[0].path]).toEqual([400, path]);
});

test("ninety-two days are one question", async () => {
  expect((await ada.get("/api-keys/usage?from=2026-08-23&to=2026-11-22")).status).toBe(200);
});
