import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS, asUser } from "../../../src/db/identity.ts";
import { eraseAccount } from "../../../src/features/privacy/index.ts";
import { UsageBuffer } from "../../../src/features/usage/index.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { exportOf, PASSWORD, register, runJob } from "../privacy/fixture.ts";

const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const rowsOf = async ({ userId }: User) =>
  (await world.sql("select count(*)::int as n from promptr.usage_tracking where user_id = $1", [userId]))[0]!["n"];
const close = (user: User) => user.delete("/users/delete-account", { password: PASSWORD });
const erase = (user: User) => runJob(world, eraseAccount, { userId: user.userId });
const event = (user: User, at = Date.now()) => ({
  operation: { action: "readPrompt", resource: "prompts" },
  userId: user.userId,
  apiKeyId: null,
  prompt: null,
  status: 200,
  durationMs: 1,
  address: "203.0.113.7",
  at,
});
const buffer = () => new UsageBuffer({ db: world.db(asUser(null)), warn: () => undefined });

test("an erased person's rows are gone, those in the memory of any process do not come back, and others keep theirs", async () => {
  const [ada, eve] = [await register(world), await register(world)];
  const [here, there] = [buffer(), buffer()];
  for (const one of [here, there]) for (const user of [ada, eve]) one.add(event(user));
  await ada.get("/prompts");
  await world.app.ports.usage.flush();
  expect(await rowsOf(ada)).toBeGreaterThan(0);
  await close(ada);
  await here.flush(); // after the account was closed, before the job
  await erase(ada);
  expect(await rowsOf(ada)).toBe(0);
  await there.flush();
  await world.app.ports.usage.flush();
  expect([await rowsOf(ada), await rowsOf(eve)]).toEqual([0, 2]);
});

test("a batch that began before the account was closed and ends after the job looked is waited for", async () => {
  const ada = await register(world);
  const slow = Promise.withResolvers<void>();
  const written = world.db(AS_JOBS).transaction(async (db) => {
    await db.rows({
      sql: `with batch as (insert into promptr.usage_batches (id, first_at, last_at) values (gen_random_uuid(), now(), now()) returning number)
        insert into promptr.usage_tracking (id, user_id, action_type, batch) select gen_random_uuid(), $1, 'a', number from batch`,
      parameters: [ada.userId],
    });
    await slow.promise;
  });
  await close(ada);
  const erased = erase(ada);
  await until(async () => {
    const waits = await world.sql(
      "select from pg_stat_activity where query like 'lock table promptr.usage_batches%' and wait_event_type = 'Lock'",
    );
    return waits.length > 0;
  });
  slow.resolve();
  await Promise.all([written, erased]);
  expect(await rowsOf(ada)).toBe(0);
});

test("rows of every month since the account was opened are found, whatever it is now", async () => {
  const ada = await register(world);
  await world.sql("update promptr.profiles set created_at = now() - interval '100 days' where id = $1", [ada.userId]);
  const old = buffer();
  for (const days of [0, 1, 31, 62, 99.9]) old.add(event(ada, Date.now() - days * DAY_MS));
  await old.flush();
  expect(await rowsOf(ada)).toBeGreaterThanOrEqual(5);
  const { files } = await exportOf(world, ada);
  const exported = JSON.parse(files["usage_tracking.json"]!) as { created_at: string; ip_address: string }[];
  expect(exported.filter(({ ip_address: ip }) => ip === "203.0.113.0/24")).toHaveLength(5);
  expect(exported.map(({ created_at: at }) => at)).toEqual(
    exported.map(({ created_at: at }) => at).toSorted((a, b) => Date.parse(a) - Date.parse(b)),
  );
  await close(ada);
  await erase(ada);
  expect(await rowsOf(ada)).toBe(0);
});

test("an export reads more rows of one day than one page holds", async () => {
  const ada = await register(world);
  const many = buffer();
  for (let n = 0; n < 1_201; n += 1) many.add(event(ada));
  await many.flush();
  const { files } = await exportOf(world, ada);
  const exported = JSON.parse(files["usage_tracking.json"]!) as { id: string; action_type: string }[];
  const mine = exported.filter(({ action_type: action }) => action === "readPrompt");
  expect([mine.length, new Set(mine.map(({ id }) => id)).size]).toEqual([1_201, 1_201]);
});
