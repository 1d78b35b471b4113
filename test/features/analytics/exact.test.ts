import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { addRows, takeBatches } from "../../../src/features/analytics/rollup-queries.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { type Plain, plainCount, stands } from "./plain.ts";
import { type Event, rollUpNow, writeBatch } from "./scene.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-12-10T12:00:00Z"); // what the test's own requests leave lies beyond what is compared
  admin = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

const PROMPTS = [randomUUID(), randomUUID()];
/** Around the days clocks are set in New York and on Lord Howe Island. */
const TIMES = [
  ["2026-10-02T00:00:00Z", "2026-10-06T00:00:00Z"],
  ["2026-10-30T00:00:00Z", "2026-11-04T00:00:00Z"],
] as const;
const ZONES = ["UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"];

const moment = fc
  .constantFrom(...TIMES)
  .chain(([from, to]) => fc.integer({ min: Date.parse(from), max: Date.parse(to) - 1 }))
  .map((at) => new Date(at));
const event = (people: readonly (string | null)[]): fc.Arbitrary<Event> =>
  fc.record({
    userId: fc.constantFrom(...people),
    at: moment,
    action: fc.constantFrom("readPrompt", "renderPrompt", "run"),
    isCall: fc.boolean(),
    model: fc.constantFrom("gpt-6-luna", "claude", null),
    promptId: fc.constantFrom(...PROMPTS, null),
    version: fc.constantFrom(1, 2, null),
    label: fc.constantFrom("production", "a/b", null),
    success: fc.boolean(),
    milliseconds: fc.oneof(fc.constantFrom(null, 0, 1, 2, 5, 2_147_483_647), fc.integer({ min: 0, max: 20_000 })),
    tokens: fc.nat(5_000),
    costUsd: fc.oneof(
      fc.constant(null),
      fc.nat(2_000_000).map((millionths) => millionths / 1e6),
    ),
  });
const asked = fc
  .record({
    time: fc.constantFrom(...TIMES),
    timezone: fc.constantFrom(...ZONES),
    granularity: fc.constantFrom("hour", "day", "week", "month"),
  })
  .map(({ time: [from, to], timezone, granularity }) => ({ from, to, timezone, granularity }));
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;
const step = (people: readonly (string | null)[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ batch: fc.array(event(people), { minLength: 1, maxLength: 8 }) }) },
    { weight: 3, arbitrary: fc.record({ rollUp: fc.constantFrom("once", "twice at once", "cut off", "killed") }) },
    { weight: 3, arbitrary: fc.record({ compare: asked }) },
  );

/** A worker that dies between counting and committing. */
async function cutOff(how: "cut off" | "killed"): Promise<void> {
  const dying = world.db(AS_JOBS).transaction(async (tx) => {
    const batches = await tx.rows(takeBatches({ now: world.clock.now, limit: 2 }));
    if (batches.length > 0) await tx.rows(addRows(batches));
    if (how === "killed") await tx.rows({ sql: "select pg_terminate_backend(pg_backend_pid())", parameters: [] });
    throw new Error("cut off");
  });
  await expect(dying).rejects.toThrow();
}

type Told = Record<string, unknown> & { processingTimeMs?: { p50: number; p95: number; p99: number } };
function expectSame(told: Told, plain: Plain, of: "ofRequests" | "ofCalls", what: string): void {
  const names = ["requests", "failedRequests", "modelCalls", "failedModelCalls", "tokensUsed", "costUsd"] as const;
  for (const name of names.filter((one) => one in told))
    expect([what, name, told[name]]).toEqual([
      what,
      name,
      name === "costUsd" ? expect.closeTo(plain[name], 6) : plain[name],
    ]);
  if (!told.processingTimeMs) return;
  const { p50, p95, p99 } = told.processingTimeMs;
  [p50, p95, p99].forEach((value, index) => {
    const real = plain[of][index];
    expect(stands(value, real), `${what}: ${value} for ${real}`).toBe(true);
  });
}

type Reply = { from: string; to: string; totals: Told; buckets: (Told & { start: string })[] };
async function compareAll(reply: Reply, userId: string | null, of: "ofRequests" | "ofCalls", where: string) {
  const { from, to, buckets } = reply;
  expectSame(reply.totals, await plainCount(world, { userId, from, to, where }), of, "totals");
  const starts = [...buckets.map(({ start }) => start), to];
  expect(starts[0]).toBe(from);
  const busy = buckets.map((bucket, index) => ({ bucket, span: { from: starts[index]!, to: starts[index + 1]! } }));
  for (const { bucket, span } of busy) {
    if (buckets.length > 30 && !Object.values(bucket).some((value) => typeof value === "number" && value > 0)) continue;
    expectSame(bucket, await plainCount(world, { userId, ...span, where }), of, span.from);
  }
  // Zeros were left out above where they are many; with the totals equal, none of them hides anything.
  for (const name of ["requests", "modelCalls", "tokensUsed"])
    if (name in reply.totals)
      expect(buckets.reduce((sum, bucket) => sum + Number(bucket[name]), 0)).toBe(reply.totals[name]);
}

const OF_PROMPTS = "prompt_id is not null";
async function compare(user: User, { from, to, timezone, granularity }: Asked): Promise<void> {
  const query = `?${new URLSearchParams({ from, to, timezone, granularity }).toString()}`;
  const read = async (caller: User, path: string) => {
    const answer = await caller.get(`/analytics/${path}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const { userId } = user;
  const usage = await read(user, `usage${query}`);
  await compareAll(usage, userId, "ofRequests", "true");
  const span = { userId, from: usage.from, to: usage.to };
  const isCall = "resource_type = 'model_call'";
  for (const { actionType, ...told } of usage.operations)
    expectSame(
      told,
      await plainCount(world, { ...span, where: `action_type = '${actionType}' and not ${isCall}` }),
      "ofRequests",
      actionType,
    );
  const models = await read(user, `models${query}`);
  await compareAll(models, userId, "ofCalls", isCall);
  for (const { modelUsed, ...told } of models.models)
    expectSame(
      told,
      await plainCount(world, { ...span, where: `coalesce(model_used, '') = '${modelUsed}' and ${isCall}` }),
      "ofCalls",
      modelUsed,
    );
  for (const groupBy of ["prompt", "version", "label"]) {
    const prompts = await read(user, `prompts${query}&groupBy=${groupBy}`);
    await compareAll(prompts, userId, "ofCalls", OF_PROMPTS);
    for (const { promptId, version, label, ...told } of prompts.prompts) {
      const exactly = {
        prompt: "true",
        version: `prompt_version is not distinct from ${version}`,
        label: `label is not distinct from ${label === null ? "null" : `'${label}'`}`,
      }[groupBy];
      expectSame(
        told,
        await plainCount(world, { ...span, where: `prompt_id = '${promptId}' and ${exactly}` }),
        "ofCalls",
        promptId,
      );
    }
  }
  const trends = await read(user, `trends${query}`);
  const before = await plainCount(world, { userId, from: trends.previousFrom, to: trends.from });
  const now = await plainCount(world, { userId, from: trends.from, to: trends.to });
  for (const name of ["requests", "failedRequests", "modelCalls", "failedModelCalls", "tokensUsed", "costUsd"] as const)
    expect(trends.metrics[name]).toMatchObject({
      current: expect.closeTo(now[name], 6),
      previous: expect.closeTo(before[name], 6),
    });
  await compareSystem(query);
}

async function compareSystem(query: string): Promise<void> {
  const { body } = await admin.get(`/admin/analytics${query}`);
  await compareAll({ ...body, totals: body.usage }, null, "ofRequests", "true");
  const people = async (from: string, to: string): Promise<unknown> =>
    (
      await world.sql(
        "select count(distinct user_id)::int as n from promptr.usage_tracking where created_at >= $1 and created_at < $2",
        [from, to],
      )
    )[0]?.["n"];
  expect(body.people.active).toBe(await people(body.from, body.to));
  const starts = [...body.buckets.map(({ start }: { start: string }) => start), body.to];
  for (const [index, { activePeople, requests, modelCalls }] of body.buckets.entries())
    if (requests + modelCalls > 0) expect(activePeople).toBe(await people(starts[index], starts[index + 1]));
    else expect(activePeople).toBe(0);
}

test("whatever happened, and however rollups ran, died or ran again meanwhile, every figure is a plain count of the raw rows", async () => {
  const [ada, eve] = [await world.user({ tier: "pro" }), await world.user({ tier: "pro" })];
  const steps = fc.array(step([ada.userId, eve.userId, null]), { minLength: 4, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(steps, asked, async (plan, last) => {
      for (const one of plan) {
        if ("batch" in one) await writeBatch(world, one.batch);
        else if ("compare" in one) await compare(ada, one.compare);
        else if (one.rollUp === "once") await rollUpNow(world);
        else if (one.rollUp === "twice at once") await Promise.all([rollUpNow(world), rollUpNow(world)]);
        else await cutOff(one.rollUp);
      }
      await compare(eve, last);
    }),
    { numRuns: Number(process.env["ANALYTICS_RUNS"] ?? 6), endOnFailure: true },
  );
}, 120_000);
