import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { rollUpNow, writeBatch } from "./scene.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-20T12:00:00Z");
  admin = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

test("only administrators see the figures of the installation, and only as themselves", async () => {
  const user = await world.user({ tier: "pro" });
  expect(await user.get("/admin/analytics")).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(await world.anyone.get("/admin/analytics")).toMatchObject({ status: 401 });
  const key = await world.apiKey(admin, { scopes: ["analytics:read"] });
  expect(await key.get("/admin/analytics")).toMatchObject({ status: 403, body: { code: "user_token_required" } });
  expect((await admin.get("/admin/analytics?granularity=year")).status).toBe(400);
});

test("people, prompts, requests, models, cost, queues and storage are told by stretch and in all, and nobody counts twice", async () => {
  const [ada, eve] = [await world.user({ tier: "pro" }), await world.user()];
  await ada.post("/prompts", { title: "One", task: "Do." });
  await world.sql("update promptr.profiles set created_at = '2026-11-10T10:00:00Z' where id = any($1)", [
    [ada.userId, eve.userId],
  ]);
  await world.sql("update promptr.prompts set created_at = '2026-11-11T10:00:00Z'");
  const at = (iso: string) => ({ at: new Date(iso) });
  const call = { isCall: true, model: "m", tokens: 9, costUsd: 0.5 };
  await writeBatch(world, [
    { userId: ada.userId, ...at("2026-11-10T01:00:00Z"), milliseconds: 3 },
    { userId: ada.userId, ...at("2026-11-10T23:00:00Z"), milliseconds: 3 },
    { userId: eve.userId, ...at("2026-11-11T00:10:00Z"), milliseconds: 3, success: false },
    { userId: ada.userId, ...at("2026-11-11T10:00:00Z"), ...call },
  ]);
  await rollUpNow(world);
  await writeBatch(world, [
    { userId: null, ...at("2026-11-10T10:00:00Z"), milliseconds: 3 },
    { userId: ada.userId, ...at("2026-11-11T11:00:00Z"), ...call, model: "n", success: false },
  ]);
  const read = async (timezone: string) =>
    (await admin.get(`/admin/analytics?from=2026-11-10&to=2026-11-11&timezone=${timezone}`)).body;
  const utc = await read("UTC");
  expect(utc).toMatchObject({
    people: { new: 2, active: 2, suspended: 0 },
    prompts: { total: 1, new: 1 },
    usage: {
      requests: 4,
      failedRequests: 1,
      modelCalls: 2,
      failedModelCalls: 1,
      tokensUsed: 18,
      costUsd: 1,
      processingTimeMs: { p50: 3 },
    },
    models: [
      { modelUsed: "m", share: 0.5, modelCalls: 1 },
      { modelUsed: "n", share: 0.5, failedModelCalls: 1 },
    ],
    buckets: [
      { newPeople: 2, activePeople: 1, newPrompts: 0, requests: 3, costUsd: 0 },
      { newPeople: 0, activePeople: 2, newPrompts: 1, requests: 1, costUsd: 1 },
    ],
  });
  const { total, byTier } = utc.people;
  expect(byTier.free + byTier.pro).toBe(total);
  expect(byTier.pro).toBeGreaterThan(0);
  // In Nepal the day ends at 18:15 (UTC): what was at 23:00 is of the day after.
  expect(
    (await read("Asia/Kathmandu")).buckets.map(({ activePeople }: { activePeople: number }) => activePeople),
  ).toEqual([1, 2]);
  expect(utc.queues.map(({ name }: { name: string }) => name)).toContain("analytics.rollup");
  expect(utc.storage.databaseBytes).toBeGreaterThan(1_000_000);
  expect(utc.storage.tables.map(({ name }: { name: string }) => name)).toContain("prompts");
});
