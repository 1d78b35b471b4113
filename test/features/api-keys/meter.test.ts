import { afterAll, beforeAll, expect, test } from "vitest";
import { monthOf } from "../../../src/contract/tier.ts";
import type { Db } from "../../../src/db/database.ts";
import { asUser } from "../../../src/db/identity.ts";
import { identifyKey, meterOf } from "../../../src/features/api-keys/index.ts";
import type { Caller } from "../../caller.ts";
import { createWorld, type User, type World } from "../../world.ts";

const LIMIT = 20;
const PRO_LIMIT = 21;

let world: World;
/** A second process. */
let elsewhere: Caller;
let ada: User;
beforeAll(async () => {
  world = await createWorld({
    env: { TRUST_PROXY: "Client-IP" },
    limits: { free: { requests: 100_000, apiCalls: LIMIT }, pro: { requests: 100_000, apiCalls: PRO_LIMIT } },
  });
  elsewhere = (await world.another()).anyone;
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const usedBy = async ({ userId }: User) => {
  const sql = "select used from promptr.quota_usage where user_id = $1 and kind = 'api_calls' order by month";
  return (await world.sql(sql, [userId])).map(({ used }) => used);
};
const countedFor = async (...keys: { id: string }[]) => {
  const sql = "select coalesce(sum(calls), 0)::int as calls from promptr.api_key_usage where api_key_id = any($1)";
  return (await world.sql(sql, [keys.map(({ id }) => id)]))[0]!["calls"];
};
const useUp = (user: User) =>
  world.sql("insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'api_calls', $2, $3)", [
    user.userId,
    monthOf(world.clock.now),
    LIMIT,
  ]);
/** Calls from both processes in turn. */
const callers = (keys: { key: string }[], number: number, address = "127.0.0.1") =>
  Promise.all(
    Array.from({ length: number }, (_, index) =>
      (index % 3 === 0 ? elsewhere : world.anyone).get("/prompts", {
        "x-api-key": keys[index % keys.length]!.key,
        "Client-IP": address,
      }),
    ),
  );

test("a month's calls are spent to the last one exactly, however many keys and processes race to open it", async () => {
  for (let round = 0; round < 5; round += 1) {
    const user = await world.user();
    const keys = [await world.apiKey(user), await world.apiKey(user)];
    const answers = await callers(keys, 50);
    const granted = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status, body }) => status === 429 && body.code === "quota_exhausted");
    expect([granted.length, refused.length]).toEqual([LIMIT, 30]);
    expect([await usedBy(user), await countedFor(...keys)]).toEqual([[LIMIT], LIMIT]);
    const left = granted.map(({ headers }) => Number(headers.get("x-quota-api-calls-remaining")));
    expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: LIMIT }, (_, index) => index));
  }
});

test("a used-up month says when to come back, and coming back then succeeds", async () => {
  await using own = await createWorld({ limits: { free: { apiCalls: 2 } } });
  own.clock.now = new Date("2026-11-30T23:59:50.400Z");
  const user = await own.user();
  const bot = await own.apiKey(user);
  for (const remaining of ["1", "0"]) {
    const { status, headers } = await bot.get("/prompts");
    expect(status).toBe(200);
    expect(headers.get("x-quota-api-calls-limit")).toBe("2");
    expect(headers.get("x-quota-api-calls-remaining")).toBe(remaining);
    expect(headers.get("x-quota-api-calls-reset")).toBe(String(Date.parse("2026-12-01T00:00:00Z") / 1_000));
  }
  const refused = await bot.get("/prompts");
  expect(refused).toMatchObject({ status: 429, body: { code: "quota_exhausted" } });
  expect(refused.headers.get("retry-after")).toBe("10");
  expect((await user.get("/prompts")).status).toBe(200);
  own.clock.now = new Date(own.clock.now.getTime() + 10_000);
  expect((await bot.get("/prompts")).status).toBe(200);
});

test("a better plan opens a used-up month again", async () => {
  const user = await world.user();
  const bot = await world.apiKey(user);
  await useUp(user);
  expect((await bot.get("/prompts")).status).toBe(429);
  await world.sql("update promptr.profiles set subscription_tier = 'pro' where id = $1", [user.userId]);
  const asked = await elsewhere.get("/prompts", { "x-api-key": bot.key });
  expect([asked.status, asked.headers.get("x-quota-api-calls-remaining")]).toEqual([200, "0"]);
  expect(await usedBy(user)).toEqual([PRO_LIMIT]);
});

test("what is refused before it is served costs no call; what is served costs one, public or not", async () => {
  const user = await world.user();
  const bot = await world.apiKey(user);
  expect((await bot.post("/prompts", { title: "t", task: "t" })).status).toBe(403);
  expect((await bot.get("/prompts?limit=none")).status).toBe(400);
  expect((await bot.get("/api-keys")).status).toBe(403);
  expect(await usedBy(user)).toEqual([]);
  expect((await bot.get("/prompts/public")).headers.get("x-quota-api-calls-remaining")).toBe(String(LIMIT - 1));
  expect(await usedBy(user)).toEqual([1]);
});

/** Identity and meter of a process of its own, with the statements of the meter counted. */
async function metered(key: string) {
  let statements = 0;
  const count = (db: Db): Db => ({
    ...db,
    one: (query) => ((statements += 1), db.one(query)),
    as: (identity) => count(db.as(identity)),
  });
  const db = world.db(asUser(null));
  const now = () => world.clock.now;
  const meter = meterOf({
    db: count(db),
    limits: { free: { apiCalls: 1_000 }, pro: { apiCalls: 1_000 } },
    now,
    jobs: world.app.jobs,
  });
  const actor = await identifyKey({ db, ports: world.app.ports, now }, key, "127.0.0.1");
  return { count: () => meter(actor!, "127.0.0.1"), statements: () => statements };
}

test("a burst of a hundred calls costs a few statements, and each call hears its own number", async () => {
  const user = await world.user();
  const bot = await world.apiKey(user);
  const burst = await metered(bot.key);
  const headers = await Promise.all(Array.from({ length: 100 }, () => burst.count()));
  expect(burst.statements()).toBeLessThanOrEqual(4);
  expect(headers.map((each) => each["X-Quota-Api-Calls-Remaining"])).toEqual(
    Array.from({ length: 100 }, (_, index) => String(999 - index)),
  );
  expect([await usedBy(user), await countedFor(bot)]).toEqual([[100], 100]);
});

test("a key that dies after it was recognised is refused by the count, and costs nothing", async () => {
  const user = await world.user();
  const [dead, alive] = [await world.apiKey(user), await world.apiKey(user)];
  const meter = await metered(dead.key);
  await user.delete(`/api-keys/${dead.id}`);
  await expect(meter.count()).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await usedBy(user)).toEqual([]);
  expect((await alive.get("/prompts")).status).toBe(200);
});

test.each(["suspended_at", "erased_at"])(
  "a call that was let in before its owner's account got %s is refused by the count, and costs nothing",
  async (column) => {
    const user = await world.user();
    const meter = await metered((await world.apiKey(user)).key);
    await world.sql(`update promptr.profiles set ${column} = now() where id = $1`, [user.userId]);
    await expect(meter.count()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await usedBy(user)).toEqual([]);
  },
);

test("a key that is deleted while it is called is right until it is gone, and nothing breaks", async () => {
  for (let round = 0; round < 8; round += 1) {
    const user = await world.user();
    const bot = await world.apiKey(user);
    const [deleted, answers] = await Promise.all([user.delete(`/api-keys/${bot.id}`), callers([bot], 10)]);
    expect(deleted.status).toBe(204);
    // 503 on a machine that stands still for half a second: who waits for the key's row is told to come back.
    for (const { status } of answers) expect([200, 401, 503]).toContain(status);
  }
});

test("when and from where a key was last used is written at most once a minute, over all processes", async () => {
  const bot = await world.apiKey(ada);
  await world.sql(`
    create table public.notes (of text);
    grant insert on public.notes to public;
    create function public.note() returns trigger language plpgsql as
      $$ begin insert into public.notes values (tg_argv[0]); return new; end $$;
    create trigger note after update of last_used_at on promptr.api_keys for each row
      when (new.id = '${bot.id}') execute function public.note('key');
    create trigger note after update of last_used_at on promptr.api_key_secrets for each row
      when (new.api_key_id = '${bot.id}') execute function public.note('secret');`);
  const notes = async () =>
    (await world.sql("select of, count(*)::int as writes from public.notes group by of order by of")).map(
      ({ of, writes }) => `${String(of)} ${String(writes)}`,
    );
  await callers([bot], 6, "203.0.113.7");
  expect(await notes()).toEqual(["key 1", "secret 1"]);
  world.clock.now = new Date(world.clock.now.getTime() + 59_999);
  await callers([bot], 6, "203.0.113.8");
  expect(await notes()).toEqual(["key 1", "secret 1"]);
  world.clock.now = new Date(world.clock.now.getTime() + 1);
  await callers([bot], 6, "2001:db8:0:1::8");
  expect(await notes()).toEqual(["key 2", "secret 2"]);
  const { body } = await ada.get(`/api-keys/${bot.id}`);
  expect(body).toMatchObject({ lastUsedAt: world.clock.now.toISOString(), lastUsedIp: "2001:db8:0:1::8" });
  expect(body.updatedAt).toBe(body.createdAt);
});
