import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "../../../src/db/database.ts";
import { AS_JOBS, asUser } from "../../../src/db/identity.ts";
import { rollUpUsage } from "../../../src/features/analytics/index.ts";
import { addRows, announceRollup, rollupTurn, takeBatches } from "../../../src/features/analytics/rollup-queries.ts";
import { rollUp } from "../../../src/features/analytics/rollup.ts";
import { Failure } from "../../../src/errors.ts";
import { cleanUpDaily } from "../../../src/features/maintenance/index.ts";
import { eraseAccount } from "../../../src/features/privacy/jobs.ts";
import { cleanUpLogs } from "../../../src/features/usage/index.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { exportOf, runJob } from "../privacy/fixture.ts";
import { type Event, rollUpNow, waiting, writeBatch } from "./scene.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-20T12:00:00Z");
});
afterAll(() => world[Symbol.asyncDispose]());

const eventOf = ({ userId }: User, at: string, over: Partial<Event> = {}): Event => ({
  userId,
  at: new Date(at),
  ...over,
});
const counted = async ({ userId }: User) =>
  world.sql(
    `select to_char(slot at time zone 'UTC', 'MM-DD HH24:MI') as slot, action, sum(requests)::int as requests, sum(failures)::int as failures
     from promptr.usage_rollups where user_id = $1 group by 1, 2 order by 1, 2`,
    [userId],
  );
const WAITS_FOR_BATCHES = `select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
  where not granted and relation = 'promptr.usage_batches'::regclass`;
const told = async (user: User, query = "from=2026-11-01&to=2026-11-19"): Promise<number> =>
  (await user.get(`/analytics/usage?${query}`)).body.totals.requests;

test("a batch is counted once, in the quarter of an hour each row belongs to, however late it comes and however often the job runs", async () => {
  const ada = await world.user();
  await writeBatch(world, [
    eventOf(ada, "2026-11-02T10:14:59.999Z"),
    eventOf(ada, "2026-11-02T10:15:00Z", { success: false }),
  ]);
  await runJob(world, rollUpUsage, {});
  await runJob(world, rollUpUsage, {});
  await writeBatch(world, [eventOf(ada, "2026-11-02T10:14:00Z"), eventOf(ada, "2026-11-01T23:59:59.999Z")]);
  await Promise.all([runJob(world, rollUpUsage, {}), runJob(world, rollUpUsage, {}), rollUpNow(world)]);
  await rollUpNow(world);
  expect(await counted(ada)).toEqual([
    { slot: "11-01 23:45", action: "readPrompt", requests: 1, failures: 0 },
    { slot: "11-02 10:00", action: "readPrompt", requests: 2, failures: 0 },
    { slot: "11-02 10:15", action: "readPrompt", requests: 1, failures: 1 },
  ]);
});

test("a reader counts everything once while rollups commit", async () => {
  const ada = await world.user();
  const batches = Array.from({ length: 40 }, (_, index) =>
    Array.from({ length: 25 }, () => eventOf(ada, new Date(Date.UTC(2026, 10, 3, 0, index)).toISOString())),
  );
  for (const batch of batches) await writeBatch(world, batch);
  const rolling = (async () => {
    // A few batches at a time, so that there is much to be caught in between.
    while ((await waiting(world)) > 0) {
      await world.db(AS_JOBS).transaction(async (tx) => {
        const taken = await tx.rows(takeBatches({ now: world.clock.now, limit: 2 }));
        if (taken.length > 0) await tx.rows(addRows(taken));
      });
    }
  })();
  const seen: number[] = [];
  while ((await waiting(world)) > 1) seen.push(...(await Promise.all([told(ada), told(ada), told(ada)])));
  await rolling;
  expect(seen.length).toBeGreaterThan(5);
  expect(new Set(seen)).toEqual(new Set([1_000]));
});

test("while one rollup is at work, another waits for nothing and counts nothing", async () => {
  const ada = await world.user();
  await writeBatch(world, [eventOf(ada, "2026-11-04T10:00:00Z")]);
  const before = await waiting(world);
  await world.db(AS_JOBS).transaction(async (tx) => {
    await tx.one(rollupTurn);
    await rollUpNow(world);
    expect(await waiting(world)).toBeGreaterThanOrEqual(before);
  });
  await rollUpNow(world);
  expect(await told(ada)).toBe(1);
  expect(await counted(ada)).toHaveLength(1);
});

test("where many batches together take too long, they are counted a few at a time", async () => {
  const ada = await world.user();
  for (let hour = 10; hour < 22; hour += 1) await writeBatch(world, [eventOf(ada, `2026-11-04T${hour}:00:00Z`)]);
  const db = world.db(AS_JOBS);
  const limits: number[] = [];
  const slow: Db = {
    ...db,
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          ...tx,
          one: (query) => tx.one(query),
          rows: async (query) => {
            const { sql, parameters } = "compile" in query ? query.compile() : query;
            const limit = sql.includes("for update skip locked") ? Number(parameters[1]) : 0;
            if (limit > 0) limits.push(limit);
            if (limit > 4) throw new Failure("overloaded");
            return tx.rows(query);
          },
        }),
      ),
  };
  await rollUp({ db: slow, now: () => world.clock.now, signal: new AbortController().signal });
  expect(limits.slice(0, 4)).toEqual([25, 5, 1, 1]);
  expect(await counted(ada)).toHaveLength(12);
});

test("nobody's figures show to others, nor through the tables themselves", async () => {
  const [ada, eve] = [await world.user({ tier: "pro" }), await world.user({ tier: "pro" })];
  const promptId = randomUUID();
  await writeBatch(world, [
    eventOf(ada, "2026-11-05T10:00:00Z", { promptId }),
    eventOf(ada, "2026-11-05T10:00:00Z", { promptId, isCall: true, model: "m", costUsd: 1, tokens: 9 }),
  ]);
  const none = async () => {
    expect(await told(eve)).toBe(0);
    for (const path of ["models", "prompts", "trends"]) {
      const { body } = await eve.get(`/analytics/${path}?from=2026-11-01&to=2026-11-19`);
      expect(JSON.stringify(body)).not.toMatch(/"(?:modelCalls|tokensUsed|current)":[1-9]/);
    }
    expect((await eve.get(`/analytics/models?from=2026-11-01&to=2026-11-19&promptId=${promptId}`)).body.models).toEqual(
      [],
    );
    expect((await eve.get("/analytics/report?from=2026-11-01&to=2026-11-19&report=prompts")).text).not.toContain(
      promptId,
    );
  };
  await none();
  await rollUpNow(world);
  await none();
  for (const table of ["usage_rollups", "prompt_rollups", "model_rollups", "active_days"]) {
    const adas = { sql: `select 1 from promptr.${table} where user_id = $1`, parameters: [ada.userId] };
    expect([table, await world.db(asUser(eve.userId)).rows(adas)]).toEqual([table, []]);
    expect([table, (await world.db(asUser(ada.userId)).rows(adas)).length > 0]).toEqual([table, true]);
  }
});

test("what was counted of a person is in their export and goes with them, and a rollup under way brings nothing back", async () => {
  const ada = await world.user();
  const promptId = randomUUID();
  await writeBatch(world, [eventOf(ada, "2026-11-06T10:00:00Z", { promptId, action: "exportedAction" })]);
  await writeBatch(world, [eventOf(ada, "2026-11-06T10:00:00Z", { promptId, isCall: true, model: "exported-model" })]);
  await rollUpNow(world);
  await world.sql(
    `insert into promptr.weekly_reports (user_id, week, figures) values ($1, '2026-11-09', '{"requests": 77}')`,
    [ada.userId],
  );
  const { files } = await exportOf(world, ada);
  expect(files["usage_rollups.json"]).toContain("exportedAction");
  expect(files["prompt_rollups.json"]).toContain(promptId);
  expect(files["model_rollups.json"]).toContain("exported-model");
  expect(files["active_days.json"]).toContain("2026-11-06");
  expect(files["weekly_reports.json"]).toContain("77");
  await writeBatch(world, [eventOf(ada, "2026-11-06T11:00:00Z")]);
  await world.sql("update promptr.profiles set created_at = '2026-11-01', erased_at = $2 where id = $1", [
    ada.userId,
    world.clock.now,
  ]);
  let erasing: Promise<void> | undefined;
  await world.db(AS_JOBS).transaction(async (tx) => {
    await tx.rows(announceRollup);
    const taken = await tx.rows(takeBatches({ now: world.clock.now, limit: 100 }));
    erasing = runJob(world, eraseAccount, { userId: ada.userId });
    await until(async () => (await world.sql(WAITS_FOR_BATCHES)).length > 0);
    await tx.rows(addRows(taken));
  });
  await erasing;
  for (const table of [
    "usage_rollups",
    "prompt_rollups",
    "model_rollups",
    "active_days",
    "weekly_reports",
    "usage_tracking",
  ])
    expect([table, await world.sql(`select 1 from promptr.${table} where user_id = $1`, [ada.userId])]).toEqual([
      table,
      [],
    ]);
});

test("what is counted after an erasure began leaves the person out", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await writeBatch(world, [eventOf(ada, "2026-11-06T11:00:00Z"), eventOf(eve, "2026-11-06T11:00:00Z")]);
  await world.sql("insert into promptr.usage_forgotten (user_id, forgotten_at) values ($1, now())", [ada.userId]);
  await rollUpNow(world);
  expect(await counted(ada)).toEqual([]);
  expect(await counted(eve)).toHaveLength(1);
});

test("a month of raw rows is dropped only once the job has counted it, and its figures stay", async () => {
  const ada = await world.user();
  const before = world.clock.now;
  await world.sql("select promptr.add_month_partition('usage_tracking', '2025-08-01')");
  await writeBatch(world, [eventOf(ada, "2025-08-31T23:59:59.999Z")]);
  world.clock.now = new Date("2026-11-20T12:00:00Z");
  const raw = () => world.sql("select 1 from promptr.usage_tracking where user_id = $1", [ada.userId]);
  await runJob(world, cleanUpLogs, {});
  expect(await raw()).toHaveLength(1);
  await runJob(world, rollUpUsage, {});
  await runJob(world, cleanUpLogs, {});
  expect(await raw()).toHaveLength(0);
  expect(await told(ada, "from=2025-08-01&to=2025-08-31")).toBe(1);
  world.clock.now = before;
});

test("rollups are kept for two years and a month, and no longer", async () => {
  const ada = await world.user();
  await writeBatch(world, [eventOf(ada, "2024-10-19T11:00:00Z"), eventOf(ada, "2024-10-19T13:00:00Z")]);
  await writeBatch(world, [eventOf(ada, "2024-10-19T11:00:00Z", { isCall: true, model: "m", promptId: randomUUID() })]);
  await rollUpNow(world);
  await runJob(world, cleanUpDaily, {});
  expect((await counted(ada)).map(({ slot }) => slot)).toEqual(["10-19 13:00"]);
  expect(await world.sql("select 1 from promptr.model_rollups where user_id = $1", [ada.userId])).toEqual([]);
});
