import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JobRefused } from "../../../src/contract/job.ts";
import { MailRefused } from "../../../src/contract/mail.ts";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { eraseAccount, PERSONAL_TABLES } from "../../../src/features/privacy/index.ts";
import { type FakeSupabase, startFakeSupabase } from "../../fakes/supabase.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { BLANK_NAME } from "../../../src/features/privacy/erase-job.ts";
import { PASSWORD, register, runJob } from "./fixture.ts";

const DAY_MS = 86_400_000;
let fake: FakeSupabase;
let world: World;
beforeAll(async () => {
  fake = await startFakeSupabase();
  fake.addKey("ES256");
  world = await createWorld({ env: fake.env });
  fake.tellTime(world.clock);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

const close = (user: User) => user.delete("/users/delete-account", { password: PASSWORD });
const erase = (user: User, over: Parameters<typeof runJob>[3] = {}) =>
  runJob(world, eraseAccount, { userId: user.userId }, over);

/** How many rows each table holds of a person, those of the audit log left out. */
async function rowsOf(userId: string): Promise<Record<string, number>> {
  await world.app.ports.usage.flush(); // what waits would be in the table a moment later
  const counts = await Promise.all(
    PERSONAL_TABLES.filter(({ erasure }) => erasure !== "ids only").map(async ({ name, rows }) => {
      const [row] = await world.sql(`select count(*)::int as n from promptr.${name} where ${rows}`, [userId]);
      return [name, row?.["n"] as number] as const;
    }),
  );
  return Object.fromEntries(counts.filter(([, n]) => n > 0));
}

/** Some of everything. */
async function live(user: User): Promise<{ promptId: string; link: string }> {
  const made = await user.post(
    "/prompts",
    { title: "Published", task: "Read me.", isPublic: true },
    { "Idempotency-Key": "k" },
  );
  const promptId = made.body.id as string;
  await user.put(`/prompts/${promptId}`, { task: "Read me again." });
  const share = await user.post("/sharing/create", { promptId });
  await user.post("/users/export-data");
  await world.apiKey(user);
  return { promptId, link: share.body.token };
}

describe("closing an account", () => {
  test("ends its sessions, tokens and keys at once here, and within a second elsewhere", async () => {
    const ada = await register(world);
    const key = await world.apiKey(ada);
    const there = await world.another();
    const [tokenThere, keyThere] = [there.as(ada), () => there.anyone.get("/prompts", { "x-api-key": key.key })];
    expect([(await tokenThere.get("/prompts")).status, (await keyThere()).status]).toEqual([200, 200]);
    const closed = await close(ada);
    expect([closed.status, closed.body]).toEqual([202, { erasure: "scheduled" }]);
    const closedAt = performance.now();
    expect((await ada.get("/prompts")).status).toBe(401);
    expect((await key.get("/prompts")).status).toBe(401);
    expect((await world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(401);
    expect((await world.anyone.post("/auth/login", { email: ada.email, password: PASSWORD })).status).toBe(401);
    await until(async () => (await tokenThere.get("/prompts")).status === 401 && (await keyThere()).status === 401);
    expect(performance.now() - closedAt).toBeLessThan(1_000);
    expect(await world.sql("select revoked_reason from promptr.sessions where user_id = $1", [ada.userId])).toEqual([
      { revoked_reason: "erased" },
    ]);
    expect(await world.queued("users.erase")).toContainEqual({ userId: ada.userId });
  });

  test("takes what was published out of everybody's sight before it is answered, on another process too", async () => {
    const ada = await register(world);
    const { promptId, link } = await live(ada);
    const there = await world.another();
    const looks = (anyone: World["anyone"]) =>
      Promise.all([
        anyone.get(`/prompts/public/${promptId}`),
        anyone.get("/prompts/public?limit=100"),
        anyone.get(`/sharing/${link}`),
        anyone.raw(`/s/${link}`, { headers: { "user-agent": "Mozilla/5.0 Firefox" } }),
      ]);
    const isSeen = async (anyone: World["anyone"]) =>
      // Of the list only this prompt counts: other tests publish as well.
      (await looks(anyone)).map(
        ({ status, text }, index) => status === 200 && text.includes(index === 1 ? promptId : "Published"),
      );
    expect(await isSeen(world.anyone)).toEqual([true, true, true, true]);
    expect(await isSeen(there.anyone)).toEqual([true, true, true, true]);
    await close(ada);
    expect(await isSeen(world.anyone)).toEqual([false, false, false, false]);
    await until(async () => (await isSeen(there.anyone)).every((seen) => !seen), 1_000);
  });

  test("wants a sign-in within five minutes from who comes from Supabase, and no token of before opens a new account", async () => {
    const sub = randomUUID();
    const at = (ago: number) => Math.floor(world.clock.now.getTime() / 1_000) - ago;
    const token = (ago: number) =>
      world.with({ authorization: `Bearer ${fake.sign({ sub, amr: [{ method: "password", timestamp: at(ago) }] })}` });
    const stale = token(301);
    const refused = await stale.delete("/users/delete-account", {});
    expect([refused.status, refused.body.code]).toEqual([403, "recent_login_required"]);
    expect((await token(10).delete("/users/delete-account", {})).status).toBe(202);
    const [{ user_id: userId } = {}] = await world.sql("select user_id from promptr.identities where subject = $1", [
      sub,
    ]);
    expect((await stale.get("/prompts")).status).toBe(401);
    await runJob(world, eraseAccount, { userId });
    expect((await stale.get("/prompts")).status).toBe(401);
    // Until the last token of before has died, the account is an empty shell that says no.
    expect(await rowsOf(userId as string)).toEqual({ profiles: 1, identities: 1 });
    expect(
      await world.sql("select email, full_name, preferences from promptr.profiles where id = $1", [userId]),
    ).toEqual([{ email: null, full_name: BLANK_NAME, preferences: {} }]);
    const before = world.clock.now;
    world.clock.now = new Date(before.getTime() + 7 * DAY_MS + 1_000);
    await runJob(world, eraseAccount, { userId });
    world.clock.now = before;
    expect(await rowsOf(userId as string)).toEqual({});
  });
});

describe("the job", () => {
  test("removes every row of the account and nothing of others, however often and from wherever it runs", async () => {
    const [ada, eve] = [await register(world), await register(world)];
    await live(ada);
    await live(eve);
    const ofEve = await rowsOf(eve.userId);
    await close(ada);
    // A job that died on its way: some of it is done.
    await world.sql("delete from promptr.prompts where user_id = $1", [ada.userId]);
    const stop = AbortSignal.abort(new Error("The worker stops"));
    await expect(erase(ada, { signal: stop })).rejects.toThrow("The worker stops");
    await erase(ada);
    expect(await rowsOf(ada.userId)).toEqual({});
    await erase(ada);
    expect(await rowsOf(eve.userId)).toEqual(ofEve);
    expect((await eve.get("/prompts")).body.data).toHaveLength(1);
    const audit = await world.sql(
      "select action from promptr.audit_log where subject_id = $1 and subject_type = 'account' order by seq",
      [ada.userId],
    );
    expect(audit.map(({ action }) => action).slice(-2)).toEqual(["account.erase", "account.erased"]);
  });

  test("removes more rows than fit in a batch, with what hangs on them", async () => {
    const ada = await register(world);
    await world.sql(
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, deleted_at)
       select gen_random_uuid(), $1, 't', 't', 't', 0, true, case when n % 5 = 0 then now() end from generate_series(1, 450) n`,
      [ada.userId],
    );
    await world.sql(
      `insert into promptr.prompt_versions (prompt_id, user_id, version, author_id, content_hash, task, raw_prompt, selected_model, quality_score)
       select id, user_id, v, user_id, sha256(''), 't', 't', 'm', 0 from promptr.prompts, generate_series(1, 2) v where user_id = $1`,
      [ada.userId],
    );
    await close(ada);
    expect(
      await world.sql("select 1 from promptr.prompts where user_id = $1 and is_public and deleted_at is null", [
        ada.userId,
      ]),
    ).toEqual([]);
    await erase(ada);
    expect(await rowsOf(ada.userId)).toEqual({});
  });

  test("leaves an open account alone", async () => {
    const ada = await register(world);
    const before = await rowsOf(ada.userId);
    await expect(erase(ada)).rejects.toThrow(JobRefused);
    expect(await rowsOf(ada.userId)).toEqual(before);
  });

  test("says goodbye once; a mail server that refuses the address, or is away for a day, keeps nothing", async () => {
    const mailer = (send: (mail: { id: string }) => Promise<void>) => ({
      ports: { mailer: { ...world.app.ports.mailer, send } },
    });
    const [ada, bob, eve] = [await register(world), await register(world), await register(world)];
    const sent: unknown[] = [];
    await close(ada);
    for (let run = 0; run < 2; run += 1)
      await erase(
        ada,
        mailer(async (mail) => void sent.push(mail)),
      );
    expect(sent).toEqual([
      expect.objectContaining({
        id: `erased-${ada.userId}`,
        to: { name: "Ada Lovelace", address: ada.email },
        subject: "Your account was deleted",
      }),
    ]);

    await close(bob);
    await erase(
      bob,
      mailer(() => Promise.reject(new MailRefused("no such address"))),
    );
    expect(await rowsOf(bob.userId)).toEqual({});

    await live(eve);
    await close(eve);
    const away = mailer(() => Promise.reject(new Error("connection refused")));
    await expect(erase(eve, away)).rejects.toThrow("connection refused");
    expect(Object.keys(await rowsOf(eve.userId)).filter((table) => /prompt|session|key|export/.test(table))).toEqual(
      [],
    );
    const before = world.clock.now;
    world.clock.now = new Date(before.getTime() + DAY_MS + 1_000);
    await erase(eve, away);
    world.clock.now = before;
    expect(await rowsOf(eve.userId)).toEqual({});
  });

  test("forgets every job that names the account, waiting, failed or dead, and no other but itself", async () => {
    const [ada, eve] = [await register(world), await register(world)];
    const insert = (name: string, state: string, userId: string, output: object | null = null) =>
      world.sql(
        "insert into pgboss.job (name, state, data, output) values ($1, $2::pgboss.job_state, $3, $4) returning id",
        [name, state, { payload: { to: userId, template: "welcome" }, requestId: null }, output],
      );
    for (const userId of [ada.userId, eve.userId]) {
      await insert("mail.send", "created", userId);
      await insert("mail.send", "failed", userId);
      await insert("mail.send", "completed", userId);
      await insert("dead_letter", "created", userId);
      await insert("mail.send", "completed", randomUUID(), { about: userId });
    }
    const naming = async (userId: string) =>
      (
        await world.sql(
          "select id::text from pgboss.job where concat_ws(' ', data, output) like '%' || $1 || '%' order by id",
          [userId],
        )
      ).map(({ id }) => id);
    const ofEve = await naming(eve.userId);
    await close(ada);
    const [{ id } = {}] = await world.sql(
      "select id from pgboss.job where name = 'users.erase' and data::text like '%' || $1 || '%'",
      [ada.userId],
    );
    await erase(ada, { id: id as string });
    expect(await naming(ada.userId)).toEqual([id]);
    expect(await naming(eve.userId)).toEqual(ofEve);
  });
});

test("rows that refer to a person are deleted as the jobs' role may, table by table", async () => {
  for (const { name, rows } of PERSONAL_TABLES.filter(({ erasure }) => erasure === "in batches"))
    await world.db(AS_JOBS).rows({ sql: `delete from promptr.${name} where ${rows}`, parameters: [randomUUID()] });
});
