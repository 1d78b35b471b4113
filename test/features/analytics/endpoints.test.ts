import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { type Event, rollUpNow, writeBatch } from "./scene.ts";

let world: World;
let pro: User;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-20T12:00:00Z");
  pro = await world.user({ tier: "pro" });
});
afterAll(() => world[Symbol.asyncDispose]());

const at = (iso: string): { at: Date } => ({ at: new Date(iso) });
const PATHS = ["usage", "prompts", "models", "trends", "report"];
const WEEK = "from=2026-11-09&to=2026-11-15";

describe.each(PATHS)("GET /analytics/%s", (path) => {
  const read = (caller: { get: User["get"] }, query = "") => caller.get(`/analytics/${path}?${query}`);

  test("answers its owner, and a key with the scope analytics:read", async () => {
    expect((await read(pro)).status).toBe(200);
    const key = await world.apiKey(pro, { scopes: ["analytics:read"] });
    expect((await read(key)).status).toBe(200);
  });
  test("answers nobody without a credential, and no key without the scope", async () => {
    expect(await read(world.anyone)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const key = await world.apiKey(pro, { scopes: ["prompts:read"] });
    const refused = await read(key);
    expect(refused).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    expect(refused.text).toContain("analytics:read");
  });
  test.each([
    ["timezone=Mars/Olympus", "timezone"],
    ["timezone=%2B05:45", "timezone"],
    ["timezone=", "timezone"],
    ["granularity=minute", "granularity"],
    ["from=yesterday", "from"],
    ["from=2026-02-30", "from"],
    ["from=2026-11-02T00:00:00", "from"],
    ["from=1999-12-31", "from"],
    ["to=2999-01-01", "to"],
    ["from=2026-11-03&to=2026-11-02", "from"],
    ["granularity=hour&from=2026-10-01&to=2026-11-19", "granularity"],
    ["granularity=day&from=2020-01-01&to=2026-11-19", "granularity"],
    ["timezone=UTC&timezone=UTC", "timezone"],
    ["userId=019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10", "userId"],
  ])("refuses %s and says which part is wrong", async (query, part) => {
    const refused = await read(pro, query);
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid_input" } });
    expect(JSON.stringify(refused.body.errors)).toContain(part);
  });
  test("takes the most stretches there may be", async () => {
    expect((await read(pro, "granularity=hour&from=2026-10-01&to=2026-10-31&timezone=Asia/Kathmandu")).status).toBe(
      200,
    );
    expect((await read(pro, "granularity=day&from=2024-11-20&to=2026-11-19")).status).toBe(200);
  });
});

test("trends are for the Pro plan; the other figures are for everybody", async () => {
  const free = await world.user();
  expect(await free.get("/analytics/trends")).toMatchObject({ status: 403, body: { code: "plan_required" } });
  for (const path of PATHS.filter((one) => one !== "trends"))
    expect((await free.get(`/analytics/${path}`)).status).toBe(200);
});

test.each(["usage", "prompts", "models"])("/analytics/%s refuses bad filters", async (path) => {
  const bad = {
    usage: ["actionType=", "limit=0"],
    prompts: ["promptId=x", "groupBy=model"],
    models: ["promptId=x", "limit=101"],
  };
  for (const query of bad[path as "usage"]) expect((await pro.get(`/analytics/${path}?${query}`)).status).toBe(400);
});

test("usage tells requests, success, durations and the cost of models by stretch and operation, and zeros where nothing was", async () => {
  const { userId, ...ada } = await world.user();
  const events: Event[] = [
    { userId, ...at("2026-11-10T10:00:00Z"), action: "readPrompt", milliseconds: 2 },
    { userId, ...at("2026-11-10T11:00:00Z"), action: "readPrompt", milliseconds: 4, success: false },
    { userId, ...at("2026-11-12T23:59:59.999Z"), action: "renderPrompt", milliseconds: 1 },
    { userId, ...at("2026-11-12T10:00:00Z"), isCall: true, model: "m", milliseconds: 900, tokens: 30, costUsd: 0.25 },
  ];
  await writeBatch(world, events.slice(0, 2));
  await rollUpNow(world);
  await writeBatch(world, events.slice(2));
  const { body } = await ada.get(`/analytics/usage?${WEEK}`);
  expect(body).toMatchObject({
    from: "2026-11-09T00:00:00.000Z",
    to: "2026-11-16T00:00:00.000Z",
    granularity: "day",
    timezone: "UTC",
    totals: {
      requests: 3,
      failedRequests: 1,
      modelCalls: 1,
      failedModelCalls: 0,
      tokensUsed: 30,
      costUsd: 0.25,
      processingTimeMs: { p50: 2, p95: 4, p99: 4 },
    },
    operations: [
      {
        actionType: "readPrompt",
        requests: 2,
        failedRequests: 1,
        successRate: 0.5,
        processingTimeMs: { p50: 2, p95: 4, p99: 4 },
      },
      {
        actionType: "renderPrompt",
        requests: 1,
        failedRequests: 0,
        successRate: 1,
        processingTimeMs: { p50: 1, p95: 1, p99: 1 },
      },
    ],
  });
  expect(body.totals.successRate).toBeCloseTo(2 / 3);
  expect(body.buckets.map(({ requests }: { requests: number }) => requests)).toEqual([0, 2, 0, 1, 0, 0, 0]);
  expect(body.buckets[0]).toEqual({
    start: "2026-11-09T00:00:00.000Z",
    requests: 0,
    failedRequests: 0,
    successRate: null,
    modelCalls: 0,
    failedModelCalls: 0,
    tokensUsed: 0,
    costUsd: 0,
    processingTimeMs: { p50: null, p95: null, p99: null },
  });
  const filtered = await ada.get(`/analytics/usage?${WEEK}&actionType=renderPrompt`);
  expect(filtered.body.totals).toMatchObject({ requests: 1, modelCalls: 0, costUsd: 0 });
  const short = await ada.get(`/analytics/usage?${WEEK}&limit=1`);
  expect(short.body.operations).toHaveLength(1);
  expect(short.body.totals.requests).toBe(3);
});

test("models tell tokens, cost, success and durations by model, for one of them, and for one prompt", async () => {
  const { userId, ...ada } = await world.user();
  const promptId = randomUUID();
  await writeBatch(world, [
    {
      userId,
      ...at("2026-11-10T10:00:00Z"),
      isCall: true,
      model: "a",
      milliseconds: 3,
      tokens: 10,
      costUsd: 0.1,
      promptId,
    },
    {
      userId,
      ...at("2026-11-11T10:00:00Z"),
      isCall: true,
      model: "a",
      milliseconds: 5,
      tokens: 20,
      costUsd: 0.2,
      success: false,
    },
    { userId, ...at("2026-11-11T10:00:00Z"), isCall: true, model: "b", milliseconds: 1, tokens: 40, costUsd: 0.4 },
  ]);
  const { body } = await ada.get(`/analytics/models?${WEEK}`);
  expect(body.totals).toMatchObject({ modelCalls: 3, failedModelCalls: 1, tokensUsed: 70, costUsd: 0.7 });
  expect(body.models).toMatchObject([
    {
      modelUsed: "a",
      modelCalls: 2,
      failedModelCalls: 1,
      tokensUsed: 30,
      costUsd: 0.3,
      successRate: 0.5,
      processingTimeMs: { p50: 3, p95: 5, p99: 5 },
    },
    { modelUsed: "b", modelCalls: 1, costUsd: 0.4, successRate: 1 },
  ]);
  expect(body.models[0].share).toBeCloseTo(2 / 3);
  expect(body.buckets.map(({ costUsd }: { costUsd: number }) => costUsd)).toEqual([
    0,
    0.1,
    expect.closeTo(0.6),
    0,
    0,
    0,
    0,
  ]);
  const one = await ada.get(`/analytics/models?${WEEK}&model=b`);
  expect(one.body).toMatchObject({ totals: { modelCalls: 1 }, models: [{ modelUsed: "b", share: 1 }] });
  const ofPrompt = await ada.get(`/analytics/models?${WEEK}&promptId=${promptId}`);
  expect(ofPrompt.body.totals).toMatchObject({ modelCalls: 1, costUsd: 0.1 });
});

test("prompts tell use, cost and quality over time by prompt, version and label", async () => {
  const user = await world.user();
  const { userId } = user;
  const { id: promptId } = (await user.post("/prompts", { title: "Told of", task: "Say {{what}}." })).body;
  await user.put(`/prompts/${promptId}`, { task: "Say {{what}} twice, as a list of two short lines." });
  await world.sql(
    "alter table promptr.prompt_versions disable trigger immutable; update promptr.prompt_versions set created_at = '2026-11-10T10:00Z', quality_score = 0.4 + version * 0.1; alter table promptr.prompt_versions enable trigger immutable",
  );
  const gone = randomUUID();
  const used = { userId, ...at("2026-11-11T10:00:00Z"), promptId };
  await writeBatch(world, [
    { ...used, version: 1, label: "production" },
    { ...used, version: 2, label: "production" },
    { ...used, version: 2, isCall: true, model: "m", tokens: 5, costUsd: 0.5, milliseconds: 4 },
    { userId, ...at("2026-11-12T10:00:00Z"), promptId: gone },
    { userId, ...at("2026-11-12T10:00:00Z") },
  ]);
  const read = async (query: string) => (await user.get(`/analytics/prompts?${WEEK}&${query}`)).body;
  const byPrompt = await read("");
  expect(byPrompt.totals).toMatchObject({ requests: 3, modelCalls: 1, costUsd: 0.5 });
  expect(byPrompt.prompts).toMatchObject([
    {
      promptId,
      title: "Told of",
      version: null,
      label: null,
      requests: 2,
      modelCalls: 1,
      processingTimeMs: { p50: 4 },
    },
    { promptId: gone, title: null, qualityScore: null, requests: 1, modelCalls: 0 },
  ]);
  expect(byPrompt.buckets[1]).toMatchObject({ versionsWritten: 2, averageQuality: 55 });
  expect(byPrompt.buckets[0]).toMatchObject({ versionsWritten: 0, averageQuality: null });
  expect(byPrompt.quality).toEqual([
    { promptId, version: 2, qualityScore: 60, createdAt: "2026-11-10T10:00:00.000Z" },
    { promptId, version: 1, qualityScore: 50, createdAt: "2026-11-10T10:00:00.000Z" },
  ]);
  expect((await read(`groupBy=version&promptId=${promptId}`)).prompts).toMatchObject([
    { promptId, version: 2, label: null, title: "Told of", qualityScore: 60, requests: 1, modelCalls: 1 },
    { promptId, version: 1, label: null, qualityScore: 50, requests: 1, modelCalls: 0 },
  ]);
  expect((await read(`groupBy=label&promptId=${promptId}`)).prompts).toMatchObject([
    { promptId, label: "production", version: null, requests: 2, modelCalls: 0 },
    { promptId, label: null, requests: 0, modelCalls: 1 },
  ]);
});

test("trends tell the change against the time before, moving averages, and what moved most", async () => {
  const { userId, ...ada } = await world.user({ tier: "pro" });
  const promptId = randomUUID();
  const days = (from: number, to: number, over: Partial<Event>): Event[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      userId,
      at: new Date(Date.UTC(2026, 10, from + index, 10)),
      ...over,
    }));
  await writeBatch(world, [
    ...days(2, 8, { action: "readPrompt" }),
    ...days(9, 15, { action: "readPrompt" }),
    ...days(9, 15, { action: "renderPrompt", promptId }),
    ...days(2, 3, { action: "listPrompts" }),
    ...days(2, 5, { isCall: true, model: "old", costUsd: 0.1, tokens: 1 }),
    ...days(9, 10, { isCall: true, model: "new", costUsd: 0.3, tokens: 2 }),
  ]);
  const { body } = await ada.get(`/analytics/trends?${WEEK}`);
  expect(body.previousFrom).toBe("2026-11-02T00:00:00.000Z");
  expect(body.metrics.requests).toEqual({ current: 14, previous: 9, change: 5, changeRate: 5 / 9 });
  expect(body.metrics.modelCalls).toEqual({ current: 2, previous: 4, change: -2, changeRate: -0.5 });
  expect(body.metrics.costUsd).toEqual({
    current: 0.6,
    previous: 0.4,
    change: expect.closeTo(0.2),
    changeRate: expect.closeTo(0.5),
  });
  expect(body.metrics.failedRequests).toEqual({ current: 0, previous: 0, change: 0, changeRate: null });
  expect(body.movers.operations).toEqual([
    { name: "renderPrompt", title: null, current: 7, previous: 0, change: 7, changeRate: null },
    { name: "listPrompts", title: null, current: 0, previous: 2, change: -2, changeRate: -1 },
  ]);
  expect(body.movers.models.map(({ name, change }: { name: string; change: number }) => [name, change])).toEqual([
    ["old", -4],
    ["new", 2],
  ]);
  expect(body.movers.prompts).toMatchObject([{ name: promptId, change: 7 }]);
  // 9 November: itself with two requests, and the six days before it with seven.
  expect(body.buckets[0]).toMatchObject({ requests: 2, movingAverage: { requests: expect.closeTo(9 / 7, 5) } });
  expect(body.buckets[6].movingAverage.requests).toBe(2);
});

test("an answer is never kept by anybody on the way, so that it stays exact", async () => {
  const answer = await pro.get("/analytics/usage");
  expect(answer.headers.get("cache-control")).toMatch(/no-store|no-cache|private/);
});
