import { afterAll, beforeAll, expect, test } from "vitest";
import { fanOut, mailBroadcast } from "../../../src/features/broadcasts/index.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { auditOf, limitsBut, statusesOf } from "../auth/answers.ts";
import { runQueued } from "../privacy/fixture.ts";
import { announcements, content, crowd } from "./crowd.ts";

let world: World;
let root: User;
beforeAll(async () => {
  world = await createWorld({ limits: limitsBut({}) });
  root = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

const send = (body: object, headers = {}) => root.post("/admin/broadcast", body, headers);
const read = async (id: string) => (await root.get(`/admin/broadcasts/${id}`)).body;
async function drain(): Promise<void> {
  while ((await runQueued(world, fanOut)) > 0);
  while ((await runQueued(world, mailBroadcast)) > 0);
}
const waiting = (name: string) => world.sql("select 1 from pgboss.job where name = $1 and state < 'active'", [name]);

test("a broadcast is taken on at once, told by jobs whose payloads are ids only, and says how far it has come", async () => {
  const model = await crowd(world, 30);
  const sent = await send(content(model));
  expect([sent.status, sent.headers.get("location")]).toEqual([202, `/api/v1/admin/broadcasts/${sent.body.id}`]);
  expect(sent.body).toMatchObject({ state: "queued", people: 30, queued: 30, sent: 0, suppressed: 0, failed: 0 });
  expect(await announcements(world, model)).toEqual([{ number: 0, people: 30 }]);
  expect(await world.queued("notifications.fanout")).toEqual([
    { broadcastId: sent.body.id, after: "00000000-0000-0000-0000-000000000000" },
  ]);
  await runQueued(world, fanOut);
  expect(await read(sent.body.id)).toMatchObject({ state: "running", queued: 30, sent: 0, finishedAt: null });
  expect(JSON.stringify(await world.queued("mail.bulk"))).not.toMatch(/@|Sunday/);
  await drain();
  expect(await read(sent.body.id)).toMatchObject({ state: "finished", queued: 0, sent: 30, suppressed: 0, failed: 0 });
  expect((await read(sent.body.id)).finishedAt).not.toBeNull();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 30 }]);
  const [row] = (await auditOf(world, root.userId)).filter(({ subject_id: id }) => id === sent.body.id);
  expect(row).toMatchObject({ action: "broadcast.send", details: { people: 30, filters: ["selectedModel"] } });
  expect(JSON.stringify(row)).not.toContain("Sunday");
  const listed = (await root.get("/admin/broadcasts?limit=100")).body.data as { id: string }[];
  expect(listed.find(({ id }) => id === sent.body.id)).toMatchObject({ state: "finished", sent: 30 });
  expect((await root.get("/admin/broadcasts?limit=1&include=total")).body.pagination.total).toBe(listed.length);
});

test("a dry run sends nothing, and says how many and whom, with masked addresses", async () => {
  const model = await crowd(world, 7);
  const tried = await send(content(model, { dryRun: true }));
  expect([tried.status, tried.body.people]).toEqual([200, 7]);
  expect(tried.body.sample).toHaveLength(5);
  for (const { email } of tried.body.sample) expect(email).toMatch(/^p•••@example\.com$/);
  expect(await waiting("notifications.fanout")).toEqual([]);
  expect((await send(content(model, { dryRunToken: tried.body.dryRunToken }))).status).toBe(202);
  await drain();
});

/** Another text of the same bytes: the last two bits of 43 characters of base64url say nothing. */
function sameBytes(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return `${token.slice(0, -1)}${alphabet[alphabet.indexOf(token.at(-1)!) + 1]}`;
}

test("more than 1,000 people are told only with the token of a dry run of exactly this, once, in time, and while they are no many more", async () => {
  const model = await crowd(world, 1_000);
  expect((await send(content(model, { channels: ["in_app"], dryRun: true }))).body.people).toBe(1_000);
  const more = await crowd(world, 1);
  await world.sql("update promptr.prompts set selected_model = $1 where selected_model = $2", [model, more]);
  const inApp = content(model, { channels: ["in_app"] });
  const refusal = async (over: object) => {
    const { status, body } = await send({ ...inApp, ...over });
    return [status, body.code];
  };
  const REFUSED = [422, "dry_run_required"];
  expect(await refusal({})).toEqual(REFUSED);
  const tried = (await send({ ...inApp, dryRun: true })).body;
  expect(tried.people).toBe(1_001);
  const { dryRunToken } = tried;
  for (const over of [
    { title: "Maintenance on Monday" },
    { text: "Something else." },
    { channels: ["in_app", "mail"] },
    { audience: {} },
    { dryRunToken: `${dryRunToken.slice(0, -2)}${dryRunToken.at(-2) === "A" ? "B" : "A"}${dryRunToken.at(-1)}` },
    { dryRunToken: `0${dryRunToken}` },
    { dryRunToken: sameBytes(dryRunToken) },
    { dryRunToken: dryRunToken.replace(/^1001/, "9999") },
    { dryRunToken: "x" },
  ])
    expect([over, await refusal({ dryRunToken, ...over })]).toEqual([over, REFUSED]);
  // Another administrator has tried nothing.
  const other = await world.user({ role: "admin" });
  expect((await other.post("/admin/broadcast", { ...inApp, dryRunToken })).status).toBe(422);
  // Fifty more (5 %) are none too many, one more is.
  const joined = await crowd(world, 51);
  await world.sql("update promptr.prompts set selected_model = $1 where selected_model = $2", [model, joined]);
  expect(await refusal({ dryRunToken })).toEqual(REFUSED);
  await world.sql(
    "delete from promptr.prompts where id in (select id from promptr.prompts where selected_model = $1 limit 1)",
    [model],
  );
  const now = world.clock.now;
  world.clock.now = new Date(now.getTime() + 15 * 60_000);
  expect(await refusal({ dryRunToken })).toEqual(REFUSED);
  world.clock.now = new Date(now.getTime() + 15 * 60_000 - 1);
  const both = await Promise.all([send({ ...inApp, dryRunToken }), send({ ...inApp, dryRunToken })]);
  expect(statusesOf(both)).toEqual([202, 422]);
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 1_051 }]);
});

test("sent twice under one Idempotency-Key, at once and again, it is one broadcast", async () => {
  const model = await crowd(world, 3);
  const key = { "idempotency-key": model };
  const both = await Promise.all([send(content(model), key), send(content(model), key)]);
  expect(both.filter(({ status }) => status === 202).length).toBeGreaterThan(0);
  const again = await send(content(model), key);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
  expect((await send(content(model, { title: "Other" }), key)).body.code).toBe("idempotency_key_reused");
  const tried = { "idempotency-key": `${model} dry` };
  await send(content(model, { dryRun: true }), tried);
  expect((await send(content(model, { dryRun: true }), tried)).status).toBe(200);
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 3 }]);
});

test("an audience is chosen by plan, role, confirmation, age, activity and model; suspended and closed accounts are in none", async () => {
  const model = await crowd(world, 6);
  const rows = await world.sql("select user_id from promptr.prompts where selected_model = $1 order by user_id", [
    model,
  ]);
  const [pro, admin, unconfirmed, active, old, gone] = rows.map(({ user_id: id }) => id as string);
  const set = (what: string, id: string) => world.sql(`update promptr.profiles set ${what} where id = $1`, [id]);
  await set("subscription_tier = 'pro'", pro!);
  await set("role = 'admin'", admin!);
  await set("email_verified_at = null", unconfirmed!);
  await set("created_at = '2020-01-01'", old!);
  await set("suspended_at = now()", gone!);
  await world.sql(
    "insert into promptr.sessions (id, user_id, created_at, last_used_at, expires_at) values (gen_random_uuid(), $1, '2026-01-01', '2027-01-01', '2028-01-01')",
    [active],
  );
  const whom = async (audience: object): Promise<string[]> => {
    const { body } = await send(content(model, { audience: { selectedModel: model, ...audience }, dryRun: true }));
    return body.sample.map(({ id }: { id: string }) => id);
  };
  expect(await whom({})).toEqual([pro, admin, unconfirmed, active, old]);
  expect(await whom({ subscriptionTier: "pro" })).toEqual([pro]);
  expect(await whom({ role: "admin" })).toEqual([admin]);
  expect(await whom({ emailVerified: false })).toEqual([unconfirmed]);
  expect(await whom({ activeSince: "2026-12-31T00:00:00Z" })).toEqual([active]);
  expect(await whom({ createdBefore: "2021-01-01T00:00:00Z" })).toEqual([old]);
  expect(await whom({ createdAfter: "2021-01-01T00:00:00Z" })).toEqual([pro, admin, unconfirmed, active]);
  await set("suspended_at = null, role = 'user'", gone!);
  await set("role = 'user'", admin!);
});

test("bad broadcasts are refused with the place of the fault, and bad reads as what they are", async () => {
  for (const over of [
    { title: "" },
    { title: "Line\r\nBcc: all@example.com" },
    { title: "x".repeat(151) },
    { text: " " },
    { text: "x".repeat(2_001) },
    { text: "Hidden\u202Etext" },
    { channels: [] },
    { channels: ["mail", "mail"] },
    { channels: ["sms"] },
    { audience: { tier: "pro" } },
    { audience: { createdBefore: "yesterday" } },
    { dryRunToken: "x".repeat(201) },
  ]) {
    const { status, body } = await send({ ...content("gpt-5"), ...over });
    expect([over, status, body.errors[0].path]).toEqual([over, 400, expect.stringContaining(Object.keys(over)[0]!)]);
  }
  expect((await root.get(`/admin/broadcasts/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await root.post(`/admin/broadcasts/${crypto.randomUUID()}/cancel`)).status).toBe(404);
  expect((await root.get("/admin/broadcasts?cursor=forged")).body.code).toBe("invalid_cursor");
});

test("a cancelled broadcast tells nobody further; one that is over cannot be cancelled", async () => {
  const model = await crowd(world, 600);
  const { id } = (await send(content(model))).body;
  await runQueued(world, fanOut); // the first 500; their mails and the next batch wait
  const cancelled = await root.post(`/admin/broadcasts/${id}/cancel`);
  expect(cancelled.body).toMatchObject({ state: "cancelled", people: 600, queued: 600, sent: 0 });
  expect((await root.post(`/admin/broadcasts/${id}/cancel`)).status).toBe(200);
  await drain();
  expect(await announcements(world, model)).toEqual([
    { number: 0, people: 100 },
    { number: 1, people: 500 },
  ]);
  expect(await read(id)).toMatchObject({ state: "cancelled", sent: 0 });
  expect((await auditOf(world, root.userId)).filter(({ subject_id: of }) => of === id)).toHaveLength(2);

  const small = await crowd(world, 1);
  const over = (await send(content(small))).body.id;
  await drain();
  expect((await root.post(`/admin/broadcasts/${over}/cancel`)).body.code).toBe("broadcast_finished");
});

test("the requests' own role writes no broadcast for who is no administrator, whatever a route lets through", async () => {
  const ada = await world.user();
  const insert = (user: User) =>
    world.db({ role: "promptr_app", subject: user.userId }).transaction((db) =>
      db.rows({
        sql: `insert into promptr.broadcasts (id, created_by, title, body, channels, audience, people)
          values (gen_random_uuid(), $1, 'A', 'B', '{in_app}', '{}', 1)`,
        parameters: [user.userId],
      }),
    );
  await expect(insert(ada)).rejects.toThrow();
  await expect(insert(root)).resolves.toEqual([]);
});
