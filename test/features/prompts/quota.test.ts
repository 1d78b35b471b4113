import { expect, test } from "vitest";
import { createWorld, until, type World } from "../../world.ts";

const body = { title: "t", task: "t" };
const use = (world: World, userId: string, used: number, month = "2026-11-01") =>
  world.sql("insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'prompts', $2, $3)", [
    userId,
    month,
    used,
  ]);
const usedBy = async (world: World, userId: string) =>
  (await world.sql("select used from promptr.quota_usage where user_id = $1 order by month", [userId])).map(
    ({ used }) => used,
  );

test("eight racing callers with two prompts left get exactly two", async () => {
  await using world = await createWorld();
  world.clock.now = new Date("2026-11-22T12:00:00Z");
  const ada = await world.user();
  await use(world, ada.userId, 98);
  const replies = await Promise.all(
    // Half of them inside a transaction of their own, as a key makes it.
    Array.from({ length: 8 }, (_, index) =>
      ada.post("/prompts", body, index % 2 === 0 ? {} : { "Idempotency-Key": `race-${index}` }),
    ),
  );
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 429, 429, 429, 429, 429, 429]);
  expect(await usedBy(world, ada.userId)).toEqual([100]);
  expect(await world.sql("select 1 from promptr.prompts")).toHaveLength(2);
  expect(await world.sql("select 1 from promptr.prompt_versions")).toHaveLength(2);
});

test("a used-up month says when to come back, and coming back then succeeds", async () => {
  await using world = await createWorld();
  world.clock.now = new Date("2026-11-30T23:59:50.400Z");
  const ada = await world.user();
  await use(world, ada.userId, 100);
  const refused = await ada.post("/prompts", body);
  expect(refused).toMatchObject({ status: 429, body: { code: "quota_exhausted" } });
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBe(10);
  world.clock.now = new Date(world.clock.now.getTime() + seconds * 1_000);
  expect((await ada.post("/prompts", body)).status).toBe(201);
  expect(await usedBy(world, ada.userId)).toEqual([100, 1]);
});

test("each plan has its own quota, and the headers count it down to the month's end", async () => {
  await using world = await createWorld({
    limits: { free: { requests: 1_000, prompts: 2 }, pro: { requests: 1_000, prompts: 3 } },
  });
  world.clock.now = new Date("2026-11-22T12:00:00Z");
  for (const { tier, allowed } of [
    { tier: "free", allowed: 2 },
    { tier: "pro", allowed: 3 },
  ] as const) {
    const caller = await world.user({ tier });
    for (let made = 1; made <= allowed; made += 1) {
      const { status, headers } = await caller.post("/prompts", body);
      expect(status).toBe(201);
      expect(headers.get("x-quota-prompts-limit")).toBe(String(allowed));
      expect(headers.get("x-quota-prompts-remaining")).toBe(String(allowed - made));
      expect(headers.get("x-quota-prompts-reset")).toBe(String(Date.parse("2026-12-01T00:00:00Z") / 1_000));
    }
    expect((await caller.post("/prompts", body)).status).toBe(429);
  }
});

test("what is refused or changed costs nothing", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", body);
  expect((await ada.post("/prompts", { ...body, category: "no-such-thing" })).status).toBe(400);
  expect((await ada.put(`/prompts/${made.id}`, { task: "other" })).status).toBe(200);
  expect(await usedBy(world, ada.userId)).toEqual([1]);
});

test("a create is not refused because another one of the same person takes long", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  await ada.post("/prompts", body);
  // Longer than a statement of its own may wait for the month's counter.
  const slow = world.sql(`do $$ begin
    update promptr.quota_usage set used = used + 1 where user_id = '${ada.userId}';
    perform pg_sleep(0.8);
  end $$`);
  await until(async () => (await world.sql("select 1 from pg_stat_activity where wait_event = 'PgSleep'")).length > 0);
  const made = await ada.post("/prompts", body);
  await slow;
  expect(made.status).toBe(201);
  expect(await usedBy(world, ada.userId)).toEqual([3]);
});
