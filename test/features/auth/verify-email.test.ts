import { afterAll, beforeAll, expect, test } from "vitest";
import type { Passwords } from "../../../src/contract/ports.ts";
import { createWorld, type World } from "../../world.ts";
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
} from "./answers.ts";

const HOUR_MS = 3_600_000;
type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
let world: MailWorld;
/** Where no mail is sent: a welcome mail that comes late would end the link a test has made. */
let quiet: World;
beforeAll(async () => {
  world = await createMailWorld({ limits: limitsBut({ verifyEmail: 3 }) });
  quiet = await createWorld();
});
afterAll(() => Promise.all([world, quiet].map((one) => one[Symbol.asyncDispose]())));

const confirm = (token: string, over: { password?: string } = {}, at: World = world) =>
  at.anyone.post("/auth/verify-email", { token, ...over });
const profileOf = async (userId: string, at: World = world) =>
  (await at.sql("select role, email_verified_at, owner_proved_at from promptr.profiles where id = $1", [userId]))[0]!;
const welcomeToken = async (email: string) => tokenIn(await world.mailTo(email, "Welcome to Promptr"), "/verify-email");
const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));

test("the welcome mail's link confirms the address, once, within its day", async () => {
  const ada = await register(world);
  const token = await welcomeToken(ada.email);
  expect((await profileOf(ada.userId))["email_verified_at"]).toBeNull();
  pass(24 * HOUR_MS - 1);
  const reply = await confirm(token);
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect(await profileOf(ada.userId)).toEqual({
    role: "user",
    email_verified_at: world.clock.now,
    owner_proved_at: null, // whoever registered it may be somebody else
  });
  expect((await auditOf(world, ada.userId)).at(-1)).toMatchObject({
    action: "email.verify",
    actor_kind: "nobody",
    subject_id: ada.userId,
  });
  expect((await confirm(token)).body.code).toBe("invalid_link_token");
});

test("a link after its day, an older one, a guess and something else get one 400, equal in every byte", async () => {
  const [ada, eve] = [await register(world), await register(world)];
  const expired = await welcomeToken(ada.email);
  pass(24 * HOUR_MS);
  const older = await linkFor(world, "email_verifications", eve.userId);
  await linkFor(world, "email_verifications", eve.userId);
  const reset = await linkFor(world, "password_resets", eve.userId);
  const refusals = [];
  for (const token of [expired, older, reset, "x".repeat(43), "", "x"]) refusals.push(await confirm(token));
  expect([refusals[0]!.status, refusals[0]!.body.code]).toEqual([400, "invalid_link_token"]);
  for (const refusal of refusals) expect(seen(refusal)).toEqual(seen(refusals[0]!));
  expect((await profileOf(ada.userId))["email_verified_at"]).toBeNull();
  expect((await profileOf(eve.userId))["email_verified_at"]).toBeNull();
});

test("five uses of one link at once: exactly one succeeds", async () => {
  const ada = await register(quiet);
  const token = await linkFor(quiet, "email_verifications", ada.userId);
  const replies = await Promise.all(Array.from({ length: 5 }, () => confirm(token, {}, quiet)));
  expect(statusesOf(replies)).toEqual([204, 400, 400, 400, 400]);
});

test("a new link can be asked for, which ends the older one; at most once a minute, a few an hour, never when confirmed", async () => {
  const ada = await register(world);
  const first = await welcomeToken(ada.email);
  const asked = await ada.post("/auth/resend-verification");
  expect([asked.status, asked.body]).toEqual([202, { message: "A mail with a link is on its way." }]);
  await ada.post("/auth/resend-verification");
  const second = tokenIn(await world.mailTo(ada.email, "Confirm your address"), "/verify-email");
  expect((await confirm(first)).status).toBe(400);
  pass(60_000);
  expect((await ada.post("/auth/resend-verification")).status).toBe(202);
  expect((await ada.post("/auth/resend-verification")).status).toBe(429);
  const third = tokenIn(await world.mailTo(ada.email, "Confirm your address", 2), "/verify-email");
  expect((await confirm(second)).status).toBe(400);
  expect((await confirm(third)).status).toBe(204);
  const confirmed = await ada.post("/auth/resend-verification");
  expect([confirmed.status, confirmed.body.message]).toEqual([202, "Your address is confirmed already."]);
  expect(
    world.mails.filter(({ to, subject }) => to.address === ada.email && subject.startsWith("Confirm")),
  ).toHaveLength(2);
});

test("nobody asks for a confirmation mail without signing in", async () => {
  expect((await world.anyone.post("/auth/resend-verification")).status).toBe(401);
});

test("a suspended account confirms nothing", async () => {
  const ada = await register(quiet);
  const token = await linkFor(quiet, "email_verifications", ada.userId);
  await quiet.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  expect((await confirm(token, {}, quiet)).body.code).toBe("invalid_link_token");
});

test("an ordinary address needs no password; with the right one its owner is proved as well", async () => {
  const ada = await register(quiet);
  const token = await linkFor(quiet, "email_verifications", ada.userId);
  expect((await confirm(token, { password: ada.password }, quiet)).status).toBe(204);
  expect(await profileOf(ada.userId, quiet)).toEqual({
    role: "user",
    email_verified_at: quiet.clock.now,
    owner_proved_at: quiet.clock.now,
  });
});

test("a wrong password changes nothing and does not use up the link", async () => {
  const ada = await register(quiet);
  const token = await linkFor(quiet, "email_verifications", ada.userId);
  const wrong = await confirm(token, { password: "somebody-elses" }, quiet);
  expect([wrong.status, wrong.body.code]).toEqual([403, "wrong_password"]);
  expect((await profileOf(ada.userId, quiet))["email_verified_at"]).toBeNull();
  expect((await confirm(token, {}, quiet)).status).toBe(204);
});

test("a password with a dead link costs no hashing and gets the answer of a dead link", async () => {
  const { counter, ports } = countHashes();
  await using counted = await createWorld({ ports, limits: limitsBut({}) });
  const answer = await counted.anyone.post("/auth/verify-email", { token: "x".repeat(43), password: "test123" });
  expect([answer.body.code, counter.computed]).toEqual(["invalid_link_token", 0]);
});

test("guessing the password with a live link is limited by account, from wherever it comes", async () => {
  await using strict = await createWorld({ limits: limitsBut({ passwordCheck: 2 }) });
  const ada = await register(strict);
  const token = await linkFor(strict, "email_verifications", ada.userId);
  const guess = (password: string) => strict.anyone.post("/auth/verify-email", { token, password });
  expect([(await guess("one")).status, (await guess("two")).status]).toEqual([403, 403]);
  expect((await guess(ada.password)).status).toBe(429);
  const elsewhere = await strict.another();
  const there = await elsewhere.anyone.post("/auth/verify-email", { token, password: ada.password });
  expect(there.status).toBe(429);
});

test("a password that is changed while it is checked proves nobody and leaves the link", async () => {
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
  const token = await linkFor(racing, "email_verifications", ada.userId);
  const reset = await linkFor(racing, "password_resets", ada.userId);
  during = () => racing.anyone.post("/auth/reset-password", { token: reset, password: "a-better-one" });
  const late = await racing.anyone.post("/auth/verify-email", { token, password: ada.password });
  expect([late.status, late.body.code]).toEqual([403, "wrong_password"]);
  const again = await racing.anyone.post("/auth/verify-email", { token, password: "a-better-one" });
  expect(again.status).toBe(204);
});
