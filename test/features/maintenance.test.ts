import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_JOBS } from "../../src/db/identity.ts";
import { cleanUp, cleanUpCache, cleanUpDaily } from "../../src/features/maintenance/index.ts";
import { BLANK_NAME } from "../../src/features/privacy/erase-job.ts";
import { createWorld, until, type User, type World } from "../world.ts";
import { runJob } from "./privacy/fixture.ts";

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
async function clean(job: typeof cleanUp = cleanUp): Promise<void> {
  await world.app.jobs.within(world.db(AS_JOBS)).send(job, {});
  await until(async () => {
    const left = await world.sql("select 1 from pgboss.job where name = $1 and state < 'completed'", [job.name]);
    return left.length === 0;
  });
  const refused = await world.sql(
    "select output from pgboss.job where name in ($1, 'dead_letter') and state <> 'completed'",
    [job.name],
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
  await clean(cleanUpCache);

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

const count = async (table: string, condition: string, parameters: unknown[]): Promise<unknown> =>
  (await world.sql(`select count(*)::int as n from promptr.${table} where ${condition}`, parameters))[0]?.["n"];

test("mailed links, old secrets of keys and the list of changes go when nobody can use them any more", async () => {
  const [eve, bob] = [await world.user(), await world.user()];
  for (const table of ["password_resets", "email_verifications"]) {
    for (const [user, expiresAt] of [
      [eve, ago(1_000)],
      [bob, ahead(MINUTE_MS)],
    ] as const) {
      await world.sql(
        `insert into promptr.${table} (user_id, token_hash, created_at, expires_at) values ($1::uuid, sha256($1::text::bytea), $2, $3)`,
        [user.userId, ago(DAY_MS), expiresAt],
      );
    }
  }
  const { id: keyId } = await world.apiKey(eve);
  const secret = (name: string, notAfter: Date) =>
    world.sql(
      "insert into promptr.api_key_secrets (secret_hash, api_key_id, user_id, prefix, not_after) values (sha256($1::text::bytea), $2, $3, 'xmlp_' || $1, $4)",
      [name, keyId, eve.userId, notAfter],
    );
  await secret("aaaaaa", ago(7 * DAY_MS + MINUTE_MS));
  await secret("bbbbbb", ago(7 * DAY_MS - MINUTE_MS));
  await secret("cccccc", ahead(MINUTE_MS));
  await world.sql(
    "insert into promptr.change_events (tags, user_id, created_at) values (array['t:old'], $1, $2), (array['t:new'], $1, $3)",
    [eve.userId, ago(DAY_MS + MINUTE_MS), ago(DAY_MS - MINUTE_MS)],
  );

  await clean();
  await clean(cleanUpCache);

  for (const table of ["password_resets", "email_verifications"])
    expect(
      await world.sql(`select user_id from promptr.${table} where user_id = any($1)`, [[eve.userId, bob.userId]]),
    ).toEqual([{ user_id: bob.userId }]);
  const prefixes = await world.sql(
    "select prefix from promptr.api_key_secrets where api_key_id = $1 and not_after is not null order by prefix",
    [keyId],
  );
  expect(prefixes.map(({ prefix }) => prefix)).toEqual(["xmlp_bbbbbb", "xmlp_cccccc"]);
  expect(await count("api_key_secrets", "api_key_id = $1 and not_after is null", [keyId])).toBe(1);
  expect(
    await world.sql("select tags from promptr.change_events where user_id = $1 and tags[1] like 't:%'", [eve.userId]),
  ).toEqual([{ tags: ["t:new"] }]);
});

test("results of the enhancer go when their day is over", async () => {
  const results = [randomUUID(), randomUUID()] as const;
  for (const [id, expiresAt] of [
    [results[0], ago(1_000)],
    [results[1], ahead(MINUTE_MS)],
  ] as const)
    await world.sql(
      `insert into promptr.enhancement_results (id, user_id, cache_key, result, created_at, expires_at)
       values ($1::uuid, $2, sha256($1::text::bytea), '{}', $3, $4)`,
      [id, ada.userId, ago(DAY_MS), expiresAt],
    );

  await clean(cleanUpCache);

  expect(await left("enhancement_results", "id::text", results)).toEqual([results[1]]);
});

test("the file of an export goes when it expires or fails; that there was one is told for thirty days more", async () => {
  const eve = await world.user();
  const put = async (state: string, expiresAt: Date): Promise<string> => {
    const id = randomUUID();
    await world.sql(
      `insert into promptr.exports (id, user_id, state, created_at, finished_at, expires_at, bytes, sha256)
       values ($1, $2, $3, $4, $4, $5,
         case when $3 = 'ready' then 3 end, case when $3 = 'ready' then sha256('') end)`,
      [id, eve.userId, state, ago(40 * DAY_MS), expiresAt],
    );
    await world.sql("insert into promptr.export_chunks select $1, $2, n, 'zip' from generate_series(0, 120) n", [
      id,
      eve.userId,
    ]);
    return id;
  };
  const exports = {
    forgotten: await put("ready", ago(30 * DAY_MS + MINUTE_MS)),
    expired: await put("ready", ago(1_000)),
    failed: await put("failed", ahead(DAY_MS)),
    fresh: await put("ready", ahead(DAY_MS)),
  };

  await clean();

  const ids = Object.values(exports);
  expect(await left("exports", "id::text", ids)).toEqual([exports.expired, exports.failed, exports.fresh]);
  expect(
    await world.sql("select distinct export_id from promptr.export_chunks where export_id = any($1)", [ids]),
  ).toEqual([{ export_id: exports.fresh }]);
  expect((await eve.get(`/users/exports/${exports.expired}`)).body.code).toBe("export_gone");
});

test("an export nobody has worked on for an hour has failed, and the next can be asked for", async () => {
  const [eve, bob] = [await world.user(), await world.user()];
  const put = (user: User, state: string, attemptAt: Date) =>
    world.sql(
      "insert into promptr.exports (id, user_id, state, created_at, expires_at) values (gen_random_uuid(), $1, $2, $3, $4)",
      [user.userId, state, ago(3 * 60 * MINUTE_MS), new Date(attemptAt.getTime() + 7 * DAY_MS)],
    );
  await put(eve, "running", ago(61 * MINUTE_MS));
  await put(bob, "running", ago(59 * MINUTE_MS));
  expect((await eve.post("/users/export-data")).body.code).toBe("export_running");

  await clean();

  const states = (user: User) =>
    world.sql("select state from promptr.exports where user_id = $1 order by created_at", [user.userId]);
  expect(await states(eve)).toEqual([{ state: "failed" }]);
  expect(await states(bob)).toEqual([{ state: "running" }]);
  expect((await eve.post("/users/export-data")).status).toBe(202);
  expect((await bob.post("/users/export-data")).body.code).toBe("export_running");
});

test("once a day, history beyond 400 days and notifications beyond the newest thousand go", async () => {
  const [eve, bob, keyHolder] = [await world.user(), await world.user(), await world.user()];
  const { id: keyId } = await world.apiKey(keyHolder);
  await world.sql(
    "insert into promptr.api_key_usage (api_key_id, user_id, day, calls) values ($1, $2, $3::timestamptz::date, 1), ($1, $2, $4::timestamptz::date, 1)",
    [keyId, keyHolder.userId, ago(401 * DAY_MS), ago(399 * DAY_MS)],
  );
  const notices = (user: User, number: number, newest: Date) =>
    world.sql(
      `insert into promptr.notifications (id, user_id, kind, title, body, created_at)
       select gen_random_uuid(), $1, 'test', n::text, 'b', $3::timestamptz - make_interval(mins => n) from generate_series(1, $2) n`,
      [user.userId, number, newest],
    );
  await notices(eve, 1_700, world.clock.now);
  await notices(bob, 3, ago(400 * DAY_MS));
  await notices(bob, 3, ago(399 * DAY_MS));

  const { body: read } = await bob.post("/prompts", { title: "Read", task: "t" });
  await world.sql(
    "insert into promptr.prompt_views (prompt_id, day, views) values ($1, $2::timestamptz::date, 1), ($1, $3::timestamptz::date, 1)",
    [read.id, ago(401 * DAY_MS), ago(399 * DAY_MS)],
  );

  await clean(cleanUpDaily);

  expect(await count("api_key_usage", "api_key_id = $1", [keyId])).toBe(1);
  expect(await count("prompt_views", "prompt_id = $1", [read.id])).toBe(1);
  expect(await count("notifications", "user_id = $1 and title::int <= 1000", [eve.userId])).toBe(1_000);
  expect(await count("notifications", "user_id = $1", [eve.userId])).toBe(1_000);
  expect(await count("notifications", "user_id = $1", [bob.userId])).toBe(3);
});

test("once a day, dead letters of jobs that were done after all go, and those of failed ones stay", async () => {
  const letters = [];
  for (const state of ["completed", "failed"]) {
    const [row] = await world.sql(
      `with made as (insert into pgboss.job (name, data, state, completed_on) values ('mail.send', '{}', $1::pgboss.job_state, now()) returning id)
       insert into pgboss.job (name, data, source_name, source_id, state, start_after)
       select 'dead_letter', '{}', 'mail.send', id, 'created', now() from made returning id::text, source_id::text`,
      [state],
    );
    letters.push(row!);
  }
  await runJob(world, cleanUpDaily, {});
  const there = await world.sql("select id::text from pgboss.job where name = 'dead_letter'");
  expect(there).toEqual([{ id: letters[1]!["id"] }]);
  await world.sql("delete from pgboss.job where id = any($1::uuid[])", [
    letters.flatMap((row) => [row["id"], row["source_id"]]),
  ]);
});

test("once a day, the audit log gets its partitions for this month and the two after it, however often it is asked", async () => {
  await using small = await createWorld(); // of its own: at another time, everybody's sessions have ended
  small.clock.now = new Date(Date.UTC(2031, 10, 30, 12));
  await runJob(small, cleanUpDaily, {});
  await runJob(small, cleanUpDaily, {});
  const partitions = await small.sql(
    "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'promptr.audit_log'::regclass order by 1",
  );
  expect(partitions.map(({ name }) => String(name)).filter((name) => /203\d/.test(name))).toEqual([
    "audit_log_2031_11",
    "audit_log_2031_12",
    "audit_log_2032_01",
  ]);
});

test("once a day, a closed account whose erasure came to nothing is taken up again", async () => {
  const [eve, bob, root] = [await world.user(), await world.user(), await world.user()];
  const closed = (user: User, at: Date, origin = "local") =>
    world.sql("update promptr.profiles set erased_at = $2, origin = $3 where id = $1", [user.userId, at, origin]);
  await closed(eve, ago(DAY_MS));
  await closed(bob, ago(MINUTE_MS)); // its own job is still on it
  await closed(root, ago(DAY_MS), "supabase");
  await clean(cleanUpDaily);
  await until(async () => (await count("profiles", "id = $1", [eve.userId])) === 0, 15_000);
  await until(
    async () => (await count("profiles", "id = $1 and full_name = $2", [root.userId, BLANK_NAME])) === 1,
    15_000,
  );
  expect(await count("profiles", "id = $1 and full_name <> $2", [bob.userId, BLANK_NAME])).toBe(1);
  await clean(cleanUpDaily);
  const jobs = await world.sql(
    "select data -> 'payload' ->> 'userId' as id from pgboss.job where name = 'users.erase'",
  );
  expect(jobs.map(({ id }) => id)).not.toContain(bob.userId);
});

test("a sweep that cannot go on keeps no other from its turn, and what it left is found again", async () => {
  const key = await idempotencyKey(ago(1_000));
  const ended = await session({ expiresAt: ago(DAY_MS) });
  await world.sql(
    "create function promptr.hold() returns trigger language plpgsql as 'begin raise exception ''held''; end'",
  );
  await world.sql("create trigger hold before delete on promptr.sessions for each row execute function promptr.hold()");
  await expect(runJob(world, cleanUp, {})).rejects.toThrow("1 sweeps failed");
  expect(await left("idempotency_keys", "key", [key])).toEqual([]);
  await world.sql("drop function promptr.hold() cascade");
  await runJob(world, cleanUp, {});
  expect(await left("sessions", "id::text", [ended])).toEqual([]);
});

test("what webhooks were told is kept for thirty days and 50,000 deliveries a person, the newest; ended secrets go at once", async () => {
  const [one, secret] = [randomUUID(), randomUUID()];
  const eve = await world.user();
  await world.sql(
    "insert into promptr.webhooks (id, user_id, url, events) values ($1, $2, 'https://e.example/', '{job.failed}')",
    [one, eve.userId],
  );
  await world.sql(
    "insert into promptr.webhook_secrets (id, webhook_id, user_id, digest, not_after) values ($1, $2, $3, sha256(''), $4)",
    [secret, one, eve.userId, ago(1)],
  );
  const tell = (number: number, at: Date) =>
    world.sql(
      `with told as (insert into promptr.webhook_events (id, user_id, type, data, created_at)
         select gen_random_uuid(), $1, 'job.failed', '{}', $3::timestamptz + make_interval(secs => n * 0.01) from generate_series(1, $4::int) n returning id, created_at)
       insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id, state, next_attempt_at, created_at)
         select gen_random_uuid(), $2, $1, id, 'delivered', null, created_at from told`,
      [eve.userId, one, at, number],
    );
  await tell(3, ago(30 * DAY_MS + MINUTE_MS));
  await tell(50_010, ago(2 * DAY_MS));
  await clean();
  const [kept] = await world.sql(
    "select count(*)::int as n, min(created_at) as first from promptr.webhook_deliveries where user_id = $1",
    [eve.userId],
  );
  expect(kept!["n"]).toBe(50_000);
  expect((kept!["first"] as Date).getTime()).toBeGreaterThan(ago(2 * DAY_MS).getTime() + 99);
  expect(await world.sql("select 1 from promptr.webhook_events where user_id = $1 offset 50000", [eve.userId])).toEqual(
    [],
  );
  expect(await left("webhook_secrets", "id::text", [secret])).toEqual([]);
  await world.sql("delete from promptr.webhook_events where user_id = $1", [eve.userId]);
}, 60_000);

test("the jobs are on the queue's schedule: every minute, every five, and every night", async () => {
  expect(await world.sql("select name, cron, timezone from pgboss.schedule order by name")).toEqual([
    { name: "analytics.report", cron: "51 13 * * *", timezone: "UTC" },
    { name: "analytics.rollup", cron: "* * * * *", timezone: "UTC" },
    { name: "analytics.trends", cron: "6 12 * * 1", timezone: "UTC" },
    { name: "cleanup.cache", cron: "4-54/10 * * * *", timezone: "UTC" },
    { name: "cleanup.daily", cron: "17 3 * * *", timezone: "UTC" },
    { name: "cleanup.expired", cron: "3-58/5 * * * *", timezone: "UTC" },
    { name: "cleanup.logs", cron: "36 3 * * *", timezone: "UTC" },
    { name: "library.trending", cron: "7-59/15 * * * *", timezone: "UTC" },
    { name: "mail.openings", cron: "9-59/10 * * * *", timezone: "UTC" },
    { name: "models.refresh", cron: "41 2 * * *", timezone: "UTC" },
    { name: "models.warn", cron: "12 4 * * *", timezone: "UTC" },
    { name: "notifications.resume", cron: "46 * * * *", timezone: "UTC" },
    { name: "webhooks.watch", cron: "* * * * *", timezone: "UTC" },
  ]);
});
