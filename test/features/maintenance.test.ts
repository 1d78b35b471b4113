import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../src/db/identity.ts";
import { cleanUp } from "../../src/features/maintenance/index.ts";
import { createWorld, until, type User, type World } from "../world.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld({ role: "all" });
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const ago = (ms: number): Date => new Date(world.clock.now.getTime() - ms);
const ahead = (ms: number): Date => ago(-ms);

/** The job as a worker runs it, through the queue. */
async function clean(): Promise<void> {
  await world.app.jobs.within(world.db(AS_JOBS)).send(cleanUp, {});
  await until(async () => {
    const left = await world.sql("select 1 from pgboss.job where name = $1 and state < 'completed'", [cleanUp.name]);
    return left.length === 0;
  });
  const refused = await world.sql(
    "select output from pgboss.job where name in ($1, 'dead_letter') and state <> 'completed'",
    [cleanUp.name],
  );
  expect(refused).toEqual([]);
}
const left = async (table: string, key: string, keys: readonly string[]): Promise<unknown[]> =>
  (
    await world.sql(
      `select ${key} as key from promptr.${table} where ${key} = any($1) order by array_position($1, ${key})`,
      [keys],
    )
  ).map(({ key }) => key);

async function session(over: { expiresAt: Date; revoked?: boolean }): Promise<string> {
  const id = randomUUID();
  await world.sql(
    `insert into promptr.sessions (id, user_id, created_at, expires_at, revoked_at, revoked_reason)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, ada.userId, ago(90 * DAY_MS), over.expiresAt, over.revoked ? ago(1) : null, over.revoked ? "logout" : null],
  );
  await world.sql(
    "insert into promptr.refresh_tokens (token_hash, session_id) values (sha256(convert_to($1, 'utf8')), $1::uuid)",
    [id],
  );
  return id;
}
async function idempotencyKey(expiresAt: Date): Promise<string> {
  const key = randomUUID();
  await world.sql(
    `insert into promptr.idempotency_keys (user_id, key, route, request_hash, state, lease_until, expires_at)
     values ($1, $2, 'createPrompt', sha256(''), 'running', $3, $3)`,
    [ada.userId, key, expiresAt],
  );
  return key;
}
async function rateLimit(expire: Date | null): Promise<string> {
  const key = randomUUID();
  await world.sql("insert into promptr.rate_limits (key, points, expire) values ($1, 3, $2)", [
    key,
    expire?.getTime() ?? null,
  ]);
  return key;
}
async function prompt(deletedAt: Date | null): Promise<string> {
  const { body } = await ada.post("/prompts", { title: "Explain", task: "Explain the paper to a curious reader." });
  await world.sql("update promptr.prompts set deleted_at = $2 where id = $1", [body.id, deletedAt]);
  return body.id as string;
}
async function share(promptId: string, ends: { revokedAt?: Date; expiresAt?: Date }): Promise<string> {
  const id = randomUUID();
  await world.sql(
    `insert into promptr.shared_prompts (id, prompt_id, created_by, share_token, revoked_at, expires_at)
     values ($1, $2, $3, sha256(convert_to($1::uuid::text, 'utf8')), $4, $5)`,
    [id, promptId, ada.userId, ends.revokedAt ?? null, ends.expiresAt ?? null],
  );
  return id;
}
async function enhancement(user: User, state: string, over: { createdAt: Date; month?: string; promptId?: string }) {
  const id = randomUUID();
  await world.sql(
    `insert into promptr.enhancements (id, user_id, prompt_id, month, state, model, provider, created_at, finished_at)
     values ($1, $2, $3, $4, $5, 'm', 'openai', $6, $7)`,
    [
      id,
      user.userId,
      over.promptId ?? null,
      over.month ?? "2026-11-01",
      state,
      over.createdAt,
      state === "reserved" ? null : over.createdAt,
    ],
  );
  return id;
}
const used = (user: User) =>
  world.sql("select kind, month::text, used from promptr.quota_usage where user_id = $1 order by kind, month", [
    user.userId,
  ]);
const setUsed = (user: User, kind: string, month: string, number: number) =>
  world.sql("insert into promptr.quota_usage (user_id, kind, month, used) values ($1, $2, $3, $4)", [
    user.userId,
    kind,
    month,
    number,
  ]);

test("what has ended is removed with what hangs on it, and what lives stays", async () => {
  const sessions = [
    await session({ expiresAt: ago(1_000) }),
    await session({ expiresAt: ahead(MINUTE_MS) }),
    await session({ expiresAt: ahead(DAY_MS), revoked: true }),
  ];
  const keys = [await idempotencyKey(ago(1_000)), await idempotencyKey(ahead(MINUTE_MS))];
  const limits = [await rateLimit(ago(1_000)), await rateLimit(ahead(MINUTE_MS)), await rateLimit(null)];
  const prompts = [await prompt(ago(31 * DAY_MS)), await prompt(ago(29 * DAY_MS)), await prompt(null)];
  const [gone = "", restorable = "", live = ""] = prompts;
  const shares = [
    await share(live, { revokedAt: ago(31 * DAY_MS) }),
    await share(live, { expiresAt: ago(31 * DAY_MS) }),
    await share(gone, {}),
    await share(live, { revokedAt: ago(29 * DAY_MS), expiresAt: ago(31 * DAY_MS) }),
    await share(live, { expiresAt: ago(29 * DAY_MS) }),
    await share(live, { expiresAt: ahead(DAY_MS) }),
    await share(live, {}),
  ];
  const bill = await enhancement(ada, "settled", { createdAt: ago(40 * DAY_MS), promptId: gone });

  await clean();

  expect(await left("sessions", "id::text", sessions)).toEqual(sessions.slice(1));
  const tokens = await world.sql("select session_id from promptr.refresh_tokens where session_id = any($1)", [
    sessions,
  ]);
  expect(tokens).toHaveLength(2);
  expect(await left("idempotency_keys", "key", keys)).toEqual(keys.slice(1));
  expect(await left("rate_limits", "key::text", limits)).toEqual(limits.slice(1));
  expect(await left("prompts", "id::text", prompts)).toEqual([restorable, live]);
  const versions = await world.sql("select prompt_id from promptr.prompt_versions where prompt_id = any($1)", [
    prompts,
  ]);
  expect(new Set(versions.map(({ prompt_id }) => prompt_id))).toEqual(new Set([restorable, live]));
  expect(await left("shared_prompts", "id::text", shares)).toEqual(shares.slice(3));
  expect(await world.sql("select prompt_id from promptr.enhancements where id = $1", [bill])).toEqual([
    { prompt_id: null },
  ]);
  expect((await ada.get(`/prompts/${live}`)).status).toBe(200);
});

test("enhancements whose process died give their quota back once, in their own month, however often it runs", async () => {
  const [eve, bob] = [await world.user(), await world.user()];
  const old = ago(2 * MINUTE_MS + 1_000);
  await setUsed(eve, "enrichments", "2026-11-01", 5);
  await setUsed(eve, "enrichments", "2026-10-01", 7);
  await setUsed(eve, "prompts", "2026-11-01", 9);
  await setUsed(bob, "enrichments", "2026-11-01", 4);
  const abandoned = [
    await enhancement(eve, "reserved", { createdAt: old }),
    await enhancement(eve, "reserved", { createdAt: old }),
    await enhancement(eve, "reserved", { createdAt: ago(30 * DAY_MS), month: "2026-10-01" }),
  ];
  const running = await enhancement(eve, "reserved", { createdAt: ago(MINUTE_MS) });
  const settled = await enhancement(bob, "settled", { createdAt: old });
  const refunded = await enhancement(bob, "refunded", { createdAt: old });
  const expected = [
    { kind: "enrichments", month: "2026-10-01", used: 6 },
    { kind: "enrichments", month: "2026-11-01", used: 3 },
    { kind: "prompts", month: "2026-11-01", used: 9 },
  ];
  for (let run = 1; run <= 2; run += 1) {
    await clean();
    expect(await used(eve)).toEqual(expected);
    expect(await used(bob)).toEqual([{ kind: "enrichments", month: "2026-11-01", used: 4 }]);
  }
  const states = await world.sql(
    "select id, state, finished_at is null as open from promptr.enhancements where id = any($1)",
    [[...abandoned, running, settled, refunded]],
  );
  expect(
    Object.fromEntries(states.map(({ id, state, open }) => [id, `${String(state)}${open ? " and open" : ""}`])),
  ).toEqual({
    ...Object.fromEntries(abandoned.map((id) => [id, "refunded"])),
    [running]: "reserved and open",
    [settled]: "settled",
    [refunded]: "refunded",
  });
});

test("the job is on the queue's schedule, every five minutes", async () => {
  expect(await world.sql("select name, cron, timezone from pgboss.schedule")).toEqual([
    { name: "cleanup.expired", cron: "3-58/5 * * * *", timezone: "UTC" },
  ]);
});
