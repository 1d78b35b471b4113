import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_AUTH } from "../../../src/db/identity.ts";
import { auditOf, createMailWorld, limitsBut, linkFor, register, seen, statusesOf, tokenIn } from "./answers.ts";

const HOUR_MS = 3_600_000;
const LISTED = ["boss@example.com", "second@example.com", "racer@example.com", "stranger@example.com"];
type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
let world: MailWorld;
beforeAll(async () => {
  world = await createMailWorld({
    env: { ADMIN_EMAILS: ` Boss@example.com, ${LISTED.slice(1).join(",")} ` },
    limits: limitsBut({ verifyEmail: 3 }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const confirm = (token: string) => world.anyone.post("/auth/verify-email", { token });
const profileOf = async (userId: string) =>
  (await world.sql("select role, email_verified_at from promptr.profiles where id = $1", [userId]))[0]!;
const welcomeToken = async (email: string) => tokenIn(await world.mailTo(email, "Welcome to Promptr"), "/verify-email");
const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));

test("the welcome mail's link confirms the address, once, within its day", async () => {
  const ada = await register(world);
  const token = await welcomeToken(ada.email);
  expect((await profileOf(ada.userId))["email_verified_at"]).toBeNull();
  pass(24 * HOUR_MS - 1);
  const reply = await confirm(token);
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect(await profileOf(ada.userId)).toEqual({ role: "user", email_verified_at: world.clock.now });
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
  const ada = await register(world);
  const token = await linkFor(world, "email_verifications", ada.userId);
  const replies = await Promise.all(Array.from({ length: 5 }, () => confirm(token)));
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

test("a listed address makes an administrator when it is confirmed, not when it is registered", async () => {
  const boss = await register(world, { email: "boss@example.com" });
  expect((await profileOf(boss.userId))["role"]).toBe("user");
  expect((await confirm(await linkFor(world, "email_verifications", boss.userId))).status).toBe(204);
  expect((await profileOf(boss.userId))["role"]).toBe("admin");
  expect((await auditOf(world, boss.userId)).slice(-2)).toMatchObject([
    { action: "email.verify" },
    { action: "account.grant_admin", actor_kind: "operator", subject_id: boss.userId },
  ]);
});

test("whoever is listed and confirmed by the time a server starts becomes an administrator, once, however many start", async () => {
  const [second, racer] = [
    await register(world, { email: "second@example.com" }),
    await register(world, { email: "racer@example.com" }),
  ];
  const stranger = await register(world, { email: "stranger@example.com" });
  await world.sql("update promptr.profiles set email_verified_at = now() where id = any($1::uuid[])", [
    [second.userId, racer.userId],
  ]);
  await Promise.all([world.another(), world.another(), world.another()]);
  expect((await profileOf(second.userId))["role"]).toBe("admin");
  expect((await profileOf(racer.userId))["role"]).toBe("admin");
  expect((await profileOf(stranger.userId))["role"]).toBe("user");
  for (const { userId } of [second, racer]) {
    const grants = (await auditOf(world, userId)).filter(({ action }) => action === "account.grant_admin");
    expect(grants).toMatchObject([{ actor_kind: "operator" }]);
  }
});

test("the same address from another issuer makes nobody an administrator", async () => {
  const sql =
    "insert into promptr.profiles (id, email, full_name, origin, email_verified_at) values (gen_random_uuid(), $1, 'Sam', 'supabase', now()) returning id";
  const [sam] = await world.db(AS_AUTH).rows<{ id: string }>({ sql, parameters: ["stranger@example.com"] });
  await world.another();
  expect((await profileOf(sam!.id))["role"]).toBe("user");
});

test("a suspended account confirms nothing", async () => {
  const ada = await register(world);
  const token = await linkFor(world, "email_verifications", ada.userId);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  expect((await confirm(token)).body.code).toBe("invalid_link_token");
});
