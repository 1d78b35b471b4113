import { afterAll, beforeAll, expect, test } from "vitest";
import type { Passwords } from "../../src/contract/ports.ts";
import {
  auditOf,
  countHashes,
  createMailWorld,
  limitsBut,
  linkFor,
  register,
  seen,
  statusesOf,
  tokenIn,
} from "../features/auth/answers.ts";
import { createWorld, until, type World } from "../world.ts";

const NEW = "a-better-one";
const MINUTE_MS = 60_000;
type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
const { counter, ports } = countHashes();
let world: MailWorld;
beforeAll(async () => {
  world = await createMailWorld({ ports });
});
afterAll(() => world[Symbol.asyncDispose]());

const reset = (token: string, password = NEW, where: World = world) =>
  where.anyone.post("/auth/reset-password", { token, password });
const logIn = (email: string, password: string, where: World = world) =>
  where.anyone.post("/auth/login", { email, password });
const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));

/** Asks for a link as a person does, and takes it from the mail. */
async function mailedToken(email: string, nth = 1): Promise<string> {
  await world.anyone.post("/auth/forgot-password", { email });
  return tokenIn(await world.mailTo(email, "Choose a new password", nth), "/reset-password");
}

test("case 7: a mailed link sets the password once, ends every session here at once and elsewhere within a second, and signs nobody in", async () => {
  const ada = await register(world);
  const elsewhere = await world.another();
  const there = world.with({ authorization: `Bearer ${ada.accessToken}` });
  const far = {
    get: () =>
      fetch(`${elsewhere.url}/api/v1/auth/sessions`, { headers: { authorization: `Bearer ${ada.accessToken}` } }),
  };
  expect([(await there.get("/auth/sessions")).status, (await far.get()).status]).toEqual([200, 200]);
  const reply = await reset(await mailedToken(ada.email));
  expect([reply.status, reply.text, reply.headers.get("set-cookie")]).toEqual([204, "", null]);
  expect((await there.get("/auth/sessions")).status).toBe(401);
  const resetAt = performance.now();
  await until(async () => (await far.get()).status === 401);
  expect(performance.now() - resetAt).toBeLessThan(1_000);
  expect((await world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(401);
  expect((await logIn(ada.email, ada.password)).status).toBe(401);
  expect((await logIn(ada.email, NEW)).status).toBe(200);
});

test("case 7: the owner is told by mail and in the product, and the audit log knows", async () => {
  const ada = await register(world);
  expect((await reset(await linkFor(world, "password_resets", ada.userId))).status).toBe(204);
  const mail = await world.mailTo(ada.email, "Your password was changed");
  expect(mail.text).toContain("If it was not you");
  expect(await world.sql("select kind from promptr.notifications where user_id = $1", [ada.userId])).toEqual([
    { kind: "password_changed" },
  ]);
  expect(await world.sql("select revoked_reason from promptr.sessions where user_id = $1", [ada.userId])).toEqual([
    { revoked_reason: "password_reset" },
  ]);
  expect((await auditOf(world, ada.userId)).at(-1)).toEqual({
    action: "password.reset",
    actor_kind: "nobody",
    actor_id: null,
    subject_type: "account",
    subject_id: ada.userId,
    details: { apiKeysEnded: 0 },
  });
});

test("case 7: a reset confirms the address it was mailed to, and keeps the day on which it was confirmed before", async () => {
  const ada = await register(world);
  const proofs = async () =>
    (await world.sql("select email_verified_at, owner_proved_at from promptr.profiles where id = $1", [ada.userId]))[0];
  const first = world.clock.now;
  expect(await proofs()).toEqual({ email_verified_at: null, owner_proved_at: null });
  expect((await reset(await linkFor(world, "password_resets", ada.userId))).status).toBe(204);
  expect(await proofs()).toEqual({ email_verified_at: first, owner_proved_at: first });
  pass(MINUTE_MS);
  expect((await reset(await linkFor(world, "password_resets", ada.userId))).status).toBe(204);
  expect(await proofs()).toEqual({ email_verified_at: first, owner_proved_at: world.clock.now });
});

test("case 7: two resets with one link at once: exactly one succeeds", async () => {
  for (let round = 0; round < 3; round += 1) {
    const ada = await register(world);
    const token = await linkFor(world, "password_resets", ada.userId);
    const passwords = [`${NEW}-1`, `${NEW}-2`];
    const replies = await Promise.all(passwords.map((password) => reset(token, password)));
    expect(statusesOf(replies)).toEqual([204, 400]);
    const won = passwords[replies.findIndex(({ status }) => status === 204)]!;
    expect((await logIn(ada.email, won)).status).toBe(200);
  }
});

test("case 7: a used, expired, older or guessed link gets one 400, equal in every byte, and costs no hashing", async () => {
  const [ada, eve] = [await register(world), await register(world)];
  const used = await linkFor(world, "password_resets", eve.userId);
  expect((await reset(used)).status).toBe(204);
  const older = await mailedToken(ada.email);
  pass(MINUTE_MS);
  const newer = await mailedToken(ada.email, 2);
  const before = counter.computed;
  const guessed = `${newer.slice(0, -1)}${newer.endsWith("A") ? "Q" : "A"}`;
  const refusals = [await reset(used), await reset(older), await reset(guessed), await reset("x"), await reset("")];
  pass(30 * MINUTE_MS);
  refusals.push(await reset(newer)); // its half hour is over
  expect([refusals[0]!.status, refusals[0]!.body.code]).toEqual([400, "invalid_link_token"]);
  for (const refusal of refusals) expect(seen(refusal)).toEqual(seen(refusals[0]!));
  expect(counter.computed).toBe(before);
  expect((await logIn(ada.email, ada.password)).status).toBe(200);
});

test("case 7: a link works until its half hour is over", async () => {
  const ada = await register(world);
  const token = await mailedToken(ada.email);
  pass(30 * MINUTE_MS - 1);
  expect((await reset(token)).status).toBe(204);
});

test("case 7: a password that is too easy is refused without using up the link", async () => {
  const ada = await register(world);
  const token = await linkFor(world, "password_resets", ada.userId);
  const weak = await reset(token, "abc");
  expect([weak.status, weak.body.code, weak.body.errors[0].path]).toEqual([422, "weak_password", "body.password"]);
  expect((await reset(token)).status).toBe(204);
});

test("case 7: guessing links is limited by address, before anything is looked up", async () => {
  await using strict = await createWorld({ limits: limitsBut({ mailedLink: 3 }) });
  const ada = await register(strict);
  const token = await linkFor(strict, "password_resets", ada.userId);
  const guess = "x".repeat(43);
  const statuses: number[] = [];
  for (const tried of [guess, guess, guess, token]) statuses.push((await reset(tried, NEW, strict)).status);
  expect(statuses).toEqual([400, 400, 400, 429]);
});

test("case 7: a suspended account's link is dead", async () => {
  const ada = await register(world);
  const token = await linkFor(world, "password_resets", ada.userId);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  expect((await reset(token)).status).toBe(400);
});

test("case 7: a login that was checked against the old password while it was reset opens no session", async () => {
  let during: (() => Promise<unknown>) | undefined;
  const spy = (real: Passwords): Passwords => ({
    ...real,
    async verify(stored, password) {
      const isRight = await real.verify(stored, password);
      const now = during;
      during = undefined;
      await now?.();
      return isRight;
    },
  });
  await using racing = await createWorld({ ports: (given) => ({ ...given, passwords: spy(given.passwords) }) });
  const ada = await register(racing);
  const token = await linkFor(racing, "password_resets", ada.userId);
  during = () => reset(token, NEW, racing);
  const login = await logIn(ada.email, ada.password, racing);
  expect([login.status, login.body.code]).toEqual([401, "invalid_credentials"]);
  expect(await racing.sql("select 1 from promptr.sessions where revoked_at is null")).toEqual([]);
});

test("case 7: when the mail about it cannot be queued, nothing has changed and the link still works", async () => {
  await using broken = await createWorld();
  const ada = await register(broken);
  const token = await linkFor(broken, "password_resets", ada.userId);
  await broken.sql("alter table pgboss.job_common add constraint no_mail check (name <> 'mail.send') not valid");
  expect((await reset(token, NEW, broken)).status).toBe(500);
  await broken.sql("alter table pgboss.job_common drop constraint no_mail");
  expect((await ada.get("/auth/sessions")).status).toBe(200);
  expect((await logIn(ada.email, ada.password, broken)).status).toBe(200);
  expect((await reset(token, NEW, broken)).status).toBe(204);
});

test("case 7: mail and notice say how many keys go on working, and where to end them", async () => {
  const ada = await register(world);
  const there = world.with({ authorization: `Bearer ${ada.accessToken}` });
  const make = (over: object = {}) => there.post("/api-keys", { name: "test", scopes: ["prompts:read"], ...over });
  for (let index = 0; index < 2; index += 1) expect((await make()).status).toBe(201);
  const notices = async () => {
    const sql = "select body from promptr.notifications where user_id = $1 and kind = 'password_changed' order by id";
    return (await world.sql(sql, [ada.userId])).map(({ body }) => String(body));
  };
  expect((await reset(await linkFor(world, "password_resets", ada.userId))).status).toBe(204);
  const none = "No API key can use your account.";
  expect((await notices())[0]).toContain(`Keys made before your address was confirmed have ended (2). ${none}`);
  expect((await world.mailTo(ada.email, "Your password was changed")).text).toContain(none);

  const { body } = await logIn(ada.email, NEW);
  const again = world.with({ authorization: `Bearer ${body.accessToken}` });
  for (const name of ["one", "two"]) await again.post("/api-keys", { name, scopes: ["prompts:read"] });
  expect((await reset(await linkFor(world, "password_resets", ada.userId), ada.password)).status).toBe(204);
  const words =
    "2 API keys go on working without a password: GET /api/v1/api-keys lists them, DELETE /api/v1/api-keys/{id} ends one.";
  expect((await notices()).filter((text) => text.includes(words))).toHaveLength(1);
  expect((await world.mailTo(ada.email, "Your password was changed", 2)).text).toContain(words);
});

test("case 7: keys made before anybody confirmed the address end with the first reset, those of a confirmed account go on", async () => {
  for (const [confirmed, status] of [
    [false, 401],
    [true, 200],
  ] as const) {
    const ada = await register(world);
    const there = world.with({ authorization: `Bearer ${ada.accessToken}` });
    const made = await there.post("/api-keys", { name: "test", scopes: ["prompts:read"] });
    if (confirmed) await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [ada.userId]);
    const byKey = world.with({ "x-api-key": String(made.body.key) });
    expect((await byKey.get("/prompts")).status).toBe(200);
    expect((await reset(await linkFor(world, "password_resets", ada.userId))).status).toBe(204);
    expect((await byKey.get("/prompts")).status).toBe(status);
  }
});
