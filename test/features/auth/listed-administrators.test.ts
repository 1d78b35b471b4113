import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_AUTH } from "../../../src/db/identity.ts";
import { createWorld, until, type World } from "../../world.ts";
import { auditOf, limitsBut, linkFor, register } from "./answers.ts";

const NEW = "a-better-one";
const LISTED = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"].map((name) => `${name}@example.com`);
let world: World;
let free = [...LISTED];
beforeAll(async () => {
  world = await createWorld({ env: { ADMIN_EMAILS: ` ${LISTED.join(", ").toUpperCase()} ` }, limits: limitsBut({}) });
});
afterAll(() => world[Symbol.asyncDispose]());

/** An account at an address of the list that no other test uses. */
async function registerListed() {
  const [email, ...rest] = free;
  free = rest;
  return register(world, { email: email! });
}
const confirm = async (userId: string, over: { password?: string } = {}) =>
  world.anyone.post("/auth/verify-email", { token: await linkFor(world, "email_verifications", userId), ...over });
const reset = async (userId: string) =>
  world.anyone.post("/auth/reset-password", { token: await linkFor(world, "password_resets", userId), password: NEW });
const roleOf = async (userId: string) =>
  (await world.sql("select role from promptr.profiles where id = $1", [userId]))[0]!["role"];
const prove = (...userIds: string[]) =>
  world.sql(
    "update promptr.profiles set email_verified_at = now(), owner_proved_at = now() where id = any($1::uuid[])",
    [userIds],
  );
const grantsOf = async (userId: string) =>
  (await auditOf(world, userId)).filter(({ action }) => action === "account.grant_admin");

test("a stranger who registers a listed address becomes no administrator by its owner's click, nor at a start", async () => {
  const stranger = await registerListed();
  const clicked = await confirm(stranger.userId);
  expect([clicked.status, clicked.body.code, clicked.body.errors[0].path]).toEqual([
    400,
    "invalid_input",
    "body.password",
  ]);
  const path = `/verify-email/${await linkFor(world, "email_verifications", stranger.userId)}`;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect((await world.anyone.raw(path, { method: "POST", headers, body: "" })).status).toBe(400);
  expect((await confirm(stranger.userId, { password: "the-owners-own" })).body.code).toBe("wrong_password");
  // Confirmed before the address was listed: one click was enough then.
  await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [stranger.userId]);
  await world.another();
  expect(await roleOf(stranger.userId)).toBe("user");
  // The owner takes the account: the stranger is out, and whoever comes through the mailbox is administrator.
  expect((await reset(stranger.userId)).status).toBe(204);
  expect((await stranger.get("/auth/sessions")).status).toBe(401);
  const { email, password } = stranger;
  expect((await world.anyone.post("/auth/login", { email, password })).status).toBe(401);
  expect(await roleOf(stranger.userId)).toBe("admin");
});

test("the owner of a listed address becomes administrator by link and password, not by registering", async () => {
  const boss = await registerListed();
  expect((await boss.get("/admin/users")).status).toBe(403);
  expect((await confirm(boss.userId, { password: boss.password })).status).toBe(204);
  expect((await boss.get("/admin/users")).status).toBe(200);
  expect((await auditOf(world, boss.userId)).slice(-2)).toMatchObject([
    { action: "email.verify", actor_kind: "nobody" },
    { action: "account.grant_admin", actor_kind: "operator", subject_id: boss.userId },
  ]);
});

test("a reset through a mailed link makes an administrator of the owner of a listed address", async () => {
  const boss = await registerListed();
  expect((await reset(boss.userId)).status).toBe(204);
  expect(await roleOf(boss.userId)).toBe("admin");
  expect((await auditOf(world, boss.userId)).slice(-2)).toMatchObject([
    { action: "password.reset" },
    { action: "account.grant_admin", actor_kind: "operator" },
  ]);
});

test("whoever is listed and proved by the time a server starts becomes an administrator, once, however many start, and every process knows", async () => {
  const [second, racer, unproved] = [await registerListed(), await registerListed(), await registerListed()];
  expect((await second.get("/admin/users")).status).toBe(403);
  await prove(second.userId, racer.userId);
  await Promise.all([world.another(), world.another(), world.another()]);
  for (const { userId } of [second, racer]) {
    expect(await roleOf(userId)).toBe("admin");
    expect(await grantsOf(userId)).toMatchObject([{ actor_kind: "operator" }]);
    expect(
      await world.sql("select 1 as told from promptr.change_events where tags = array[$1]", [`user:${userId}`]),
    ).toEqual([{ told: 1 }]);
  }
  expect(await roleOf(unproved.userId)).toBe("user");
  await until(async () => (await second.get("/admin/users")).status === 200);
});

test("who is demoted stays so over a restart and a reset, though still listed", async () => {
  const [boss, chief] = [await registerListed(), await world.user({ role: "admin" })];
  expect((await confirm(boss.userId, { password: boss.password })).status).toBe(204);
  const demoted = await chief.put(`/admin/users/${boss.userId}`, { role: "user" });
  expect(demoted.status).toBe(200);
  await world.another();
  expect(await roleOf(boss.userId)).toBe("user");
  expect((await reset(boss.userId)).status).toBe(204);
  expect(await roleOf(boss.userId)).toBe("user");
  expect(await grantsOf(boss.userId)).toHaveLength(1);
});

test("an administrator by other means who is listed uses up the list's word, so that a demotion stays here too", async () => {
  await using small = await createWorld({ env: { ADMIN_EMAILS: "boss@example.com" }, limits: limitsBut({}) });
  const boss = await register(small, { email: "boss@example.com" });
  await small.sql("update promptr.profiles set role = 'admin', owner_proved_at = now() where id = $1", [boss.userId]);
  await small.another();
  expect((await auditOf(small, boss.userId)).filter(({ action }) => action === "account.grant_admin")).toEqual([]);
  await small.sql("update promptr.profiles set role = 'user' where id = $1", [boss.userId]);
  await small.another();
  expect(await small.sql("select role from promptr.profiles where id = $1", [boss.userId])).toEqual([{ role: "user" }]);
});

test("the same address from another issuer makes nobody an administrator", async () => {
  const sql =
    "insert into promptr.profiles (id, email, full_name, origin, email_verified_at, owner_proved_at) values (gen_random_uuid(), $1, 'Sam', 'supabase', now(), now()) returning id";
  const [sam] = await world.db(AS_AUTH).rows<{ id: string }>({ sql, parameters: [LISTED[0]] });
  await world.another();
  expect(await roleOf(sam!.id)).toBe("user");
});
