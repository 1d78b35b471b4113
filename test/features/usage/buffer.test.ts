import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UsageEvent } from "../../../src/contract/usage.ts";
import type { Db } from "../../../src/db/database.ts";
import { asUser } from "../../../src/db/identity.ts";
import { Failure } from "../../../src/errors.ts";
import { EVENTS_MAX, KEPT_MAX_MS, REFUSED_MAX, UsageBuffer } from "../../../src/features/usage/buffer.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Events of one test are told by their operation. */
const eventsOf = (action = `t_${randomUUID()}`) => {
  const operation = { action, resource: "prompts" };
  const at = Date.now();
  const event = (over: Partial<UsageEvent> = {}): UsageEvent => ({
    operation,
    userId: ada.userId,
    apiKeyId: null,
    prompt: null,
    status: 200,
    durationMs: 1.4,
    address: "203.0.113.7",
    at,
    ...over,
  });
  const written = async () =>
    (await world.sql("select count(*)::int as n from promptr.usage_tracking where action_type = $1", [action]))[0]![
      "n"
    ];
  const batches = async () =>
    (
      await world.sql("select count(distinct batch)::int as n from promptr.usage_tracking where action_type = $1", [
        action,
      ])
    )[0]!["n"];
  return { action, event, written, batches };
};

type Warned = { message: string; dropped: number; error?: string };
/** A buffer whose database may be told how each transaction ends. */
function bufferWith(meet: (run: () => Promise<unknown>) => Promise<unknown> = (run) => run(), now = Date.now) {
  const warned: Warned[] = [];
  const real = world.db(asUser(null));
  const db: Db = {
    ...real,
    as: (identity) => {
      const inner = real.as(identity);
      return { ...inner, transaction: ((work) => meet(() => inner.transaction(work))) as Db["transaction"] };
    },
  };
  return {
    warned,
    usage: new UsageBuffer({ db, now, warn: (message, fields) => warned.push({ message, ...fields }) }),
  };
}
const away = () => new Failure("unavailable", { retryAfterSeconds: 1 });

test("events are written by themselves within a quarter of a second, and a thousand at once, each batch by one statement", async () => {
  const { event, written, batches } = eventsOf();
  const { usage } = bufferWith();
  const startedAt = performance.now();
  for (let n = 0; n < 50; n += 1) usage.add(event());
  await until(async () => (await written()) === 50);
  expect(performance.now() - startedAt).toBeGreaterThan(200);
  expect(await batches()).toBe(1);
  for (let n = 0; n < 1_000; n += 1) usage.add(event());
  expect(usage.waiting).toBe(1_000);
  await until(async () => usage.waiting === 0);
  expect([await written(), await batches()]).toEqual([1_050, 2]);
});

test("every value of an event arrives as it was, whatever characters a label has", async () => {
  const { action, event } = eventsOf(`odd "${randomUUID()}" \\ {a,b}`);
  const { usage } = bufferWith();
  const prompt = { promptId: randomUUID(), version: 7, label: 'NULL,"\\{}' };
  const at = Date.UTC(2026, 10, 22, 12, 0, 0, 123);
  usage.add(
    event({ prompt, apiKeyId: prompt.promptId, address: "2001:0db8:0001:00ff", status: 503, durationMs: 1e12, at }),
  );
  usage.add(event({ address: "", userId: null, prompt: { promptId: prompt.promptId } }));
  await usage.flush();
  const rows = await world.sql(
    `select user_id, prompt_id, prompt_version, label, api_key_id, ip_address::text as ip, status_code, success,
       processing_time_ms as ms, resource_type, created_at from promptr.usage_tracking where action_type = $1 order by id`,
    [action],
  );
  expect(rows[0]).toEqual({
    user_id: ada.userId,
    prompt_id: prompt.promptId,
    prompt_version: 7,
    label: prompt.label,
    api_key_id: prompt.promptId,
    ip: "2001:db8:1::/48",
    status_code: 503,
    success: false,
    ms: 2_147_483_647,
    resource_type: "prompts",
    created_at: new Date(at),
  });
  expect(rows[1]).toMatchObject({ user_id: null, label: null, prompt_version: null, ip: null, ms: 1 });
});

test("a batch whose answer was lost is sent again and is there once", async () => {
  const { event, written } = eventsOf();
  let lost = 0;
  const { usage, warned } = bufferWith(async (run) => {
    const given = await run();
    if ((lost += 1) <= 2) throw away();
    return given;
  });
  for (let n = 0; n < 10; n += 1) usage.add(event());
  await usage.flush();
  expect([await written(), usage.waiting]).toEqual([10, 10]);
  usage.add(event());
  await usage.close();
  expect([await written(), usage.waiting, usage.dropped, lost]).toEqual([11, 0, 0, 4]);
  expect(warned).toEqual([expect.objectContaining({ dropped: 0 })]);
});

test("two senders of one batch at the same moment write it once", async () => {
  const { event, written } = eventsOf();
  const { usage } = bufferWith(async (run) => Promise.all([run(), run()]));
  for (let n = 0; n < 10; n += 1) usage.add(event());
  await usage.flush();
  expect(await written()).toBe(10);
});

test("while the database is away no request waits, memory stays bounded, what is lost is counted, and one line tells it", async () => {
  const { event, written } = eventsOf();
  let isAway = true;
  let tries = 0;
  const { usage, warned } = bufferWith(async (run) => {
    tries += 1;
    if (isAway) throw away();
    return run();
  });
  const startedAt = performance.now();
  for (let n = 0; n < EVENTS_MAX + 500; n += 1) usage.add(event());
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await usage.flush();
  expect([usage.waiting, usage.dropped]).toEqual([EVENTS_MAX, 500]);
  expect(tries).toBeLessThan(5);
  expect(warned).toHaveLength(1);
  isAway = false;
  await usage.flush();
  expect([await written(), usage.waiting, usage.dropped]).toEqual([EVENTS_MAX, 0, 500]);
  usage.add(event());
  await usage.close();
  expect(await written()).toBe(EVENTS_MAX + 1);
});

test("only one batch is under way at a time, and what came meanwhile goes together", async () => {
  const { event, written, batches } = eventsOf();
  let [running, most] = [0, 0];
  const gate = Promise.withResolvers<void>();
  const { usage } = bufferWith(async (run) => {
    running += 1;
    most = Math.max(most, running);
    await gate.promise;
    return run().finally(() => (running -= 1));
  });
  for (let n = 0; n < 4_000; n += 1) usage.add(event());
  gate.resolve();
  await usage.flush();
  expect([await written(), await batches(), most]).toEqual([4_000, 2, 1]);
});

test("a batch the database refuses for good is given up and counted, and the next is written", async () => {
  const { event, written } = eventsOf();
  const { usage, warned } = bufferWith();
  usage.add(event({ userId: "not an id" }));
  await usage.flush();
  expect([usage.waiting, usage.dropped]).toEqual([0, 1]);
  usage.add(event());
  await usage.flush();
  expect(await written()).toBe(1);
  expect(warned).toEqual([
    { message: "Usage could not be written and is given up", dropped: 1, error: expect.any(String) },
  ]);
});

test("what could not be written for half a day is given up, for nobody would know it again, and what is younger is written", async () => {
  const { event, written } = eventsOf();
  let [at, isAway] = [Date.now(), true];
  const { usage } = bufferWith(
    (run) => (isAway ? Promise.reject(away()) : run()),
    () => at,
  );
  for (let n = 0; n < 3; n += 1) usage.add(event());
  await usage.flush();
  at += KEPT_MAX_MS + 1;
  isAway = false;
  usage.add(event());
  await usage.flush();
  expect([await written(), usage.waiting, usage.dropped]).toEqual([1, 0, 3]);
});

test("of refused requests, a batch takes a hundred", async () => {
  const { event, written } = eventsOf();
  const { usage } = bufferWith();
  for (let n = 0; n < 3 * REFUSED_MAX; n += 1) usage.add(event({ status: 429 }));
  usage.add(event());
  await usage.flush();
  usage.add(event({ status: 429 }));
  await usage.flush();
  expect([await written(), usage.dropped]).toEqual([REFUSED_MAX + 2, 2 * REFUSED_MAX]);
});

test("what waits is written when the process stops, and /health tells what waits and what was dropped", async () => {
  const there = await world.another();
  const as = there.as(ada);
  for (let n = 0; n < 5; n += 1) await as.get("/users/profile");
  expect((await there.anyone.raw("/health")).body.metrics).toMatchObject({
    usageDropped: 0,
    usageWaiting: expect.any(Number),
  });
  await there.app.stop();
  expect(there.app.ports.usage.waiting).toBe(0);
  const [rows] = await world.sql(
    "select count(*)::int as n from promptr.usage_tracking where action_type = 'readProfile' and user_id = $1",
    [ada.userId],
  );
  expect(rows).toEqual({ n: 5 });
});

test("at the turn of a month, and in one nobody has made, nothing is refused", async () => {
  const { action, event } = eventsOf();
  const { usage } = bufferWith();
  const turn = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 1);
  for (const at of [turn - 1, turn, turn + 400 * 86_400_000]) usage.add(event({ at }));
  await usage.flush();
  const rows = await world.sql(
    "select tableoid::regclass::text as table from promptr.usage_tracking where action_type = $1 order by created_at",
    [action],
  );
  const month = (at: number) => `promptr.usage_tracking_${new Date(at).toISOString().slice(0, 7).replace("-", "_")}`;
  expect(rows.map(({ table }) => table)).toEqual([month(turn - 1), month(turn), "promptr.usage_tracking_default"]);
});
