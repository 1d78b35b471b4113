import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Settings } from "../../../src/contract/ports.ts";
import { identifyActor, userTag } from "../../../src/features/auth/index.ts";
import type { Actor } from "../../../src/scope.ts";
import { type FakeSupabase, startFakeSupabase } from "../../fakes/supabase.ts";
import { createWorld, until, type World } from "../../world.ts";

let fake: FakeSupabase;
let world: World;
let other: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  fake = await startFakeSupabase();
  fake.addKey("ES256");
  world = await createWorld({ env: fake.env });
  fake.tellTime(world.clock);
  other = await world.another();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (token: string, on: Pick<World, "anyone"> = world) => on.anyone.get("/prompts", bearer(token));
const actorOf = (token: string, app = world.app): Promise<Actor | null> =>
  identifyActor(
    {
      db: app.storage.database.nobody,
      ports: app.ports,
      settings: { flags: {} } as Settings,
      now: () => world.clock.now,
      request: { id: "r", ip: "::" },
    },
    token,
  );
const profilesOf = (subject: string) =>
  world.sql(
    `select profiles.* from promptr.profiles join promptr.identities on identities.user_id = profiles.id
      where provider = 'supabase' and subject = $1`,
    [subject],
  );
const createdRows = (userId: unknown) =>
  world.sql("select * from promptr.audit_log where action = 'account.create_foreign' and owner_id = $1", [userId]);

test("a person is known from the first request on, with an account of their own", async () => {
  const sub = randomUUID();
  const claims = { sub, email: "Grace@Example.com", user_metadata: { full_name: "Grace Hopper" } };
  const first = await ask(fake.sign(claims));
  expect(first.status).toBe(200);
  const [profile] = await profilesOf(sub);
  expect(profile).toMatchObject({
    email: "grace@example.com",
    full_name: "Grace Hopper",
    origin: "supabase",
    role: "user",
    subscription_tier: "free",
    email_verified_at: null,
    erased_at: null,
  });
  expect(await ask(fake.sign({ ...claims, email: "new@example.com" }))).toMatchObject({ status: 200 });
  expect(await profilesOf(sub)).toEqual([profile]);
  const rows = await createdRows(profile!["id"]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    actor_kind: "supabase",
    actor_id: profile!["id"],
    subject_type: "account",
    subject_id: profile!["id"],
    request_id: first.headers.get("x-request-id"),
    network: "127.0.0.0/24",
  });
});

test("fifty first requests at once, over two servers, make one account and are all answered", async () => {
  const sub = randomUUID();
  const token = fake.sign({ sub, email: `${sub}@example.com` });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(token, n % 2 === 0 ? world : other)));
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
  const profiles = await profilesOf(sub);
  expect(profiles).toHaveLength(1);
  expect(await createdRows(profiles[0]!["id"])).toHaveLength(1);
  expect(await world.sql("select 1 from promptr.profiles where email = $1", [`${sub}@example.com`])).toHaveLength(1);
});

test("an address joins nobody: not an account of ours, not another person of Supabase's", async () => {
  const ada = await world.user();
  const [one, two] = [randomUUID(), randomUUID()];
  for (const sub of [one, two]) expect((await ask(fake.sign({ sub, email: ada.email }))).status).toBe(200);
  const ids = [...(await profilesOf(one)), ...(await profilesOf(two))].map(({ id }) => id);
  expect(new Set([ada.userId, ...ids]).size).toBe(3);
  const actor = await actorOf(fake.sign({ sub: one, email: ada.email }));
  expect(actor?.userId).toBe(ids[0]);
});

test("a person without an address or a name has an account all the same", async () => {
  const [phone, nameless] = [randomUUID(), randomUUID()];
  await ask(fake.sign({ sub: phone, email: "", user_metadata: {} }));
  await ask(
    fake.sign({
      sub: nameless,
      email: "grace.h@example.com",
      user_metadata: { full_name: "\u0007", name: "a\u202Eb" },
    }),
  );
  expect(await profilesOf(phone)).toMatchObject([{ email: null, full_name: "User" }]);
  expect(await profilesOf(nameless)).toMatchObject([{ full_name: "grace.h" }]);
});

test("role and tier are the database's, whatever the token says", async () => {
  const sub = randomUUID();
  const boast = { role: "admin", tier: "pro", subscription_tier: "pro", is_admin: true };
  const claims = { sub, app_metadata: boast, user_metadata: boast, tier: "pro", user_role: "admin" };
  const exp = Math.floor(world.clock.now.getTime() / 1_000) + 600;
  const actor = await actorOf(fake.sign({ ...claims, exp, amr: [{ method: "otp", timestamp: 1_000 }] }));
  const [profile] = await profilesOf(sub);
  const credential = { kind: "supabase", authenticatedAt: new Date(1_000_000), endsAt: exp * 1_000 };
  expect(actor).toEqual({ userId: profile!["id"], tier: "free", role: "user", credential });
});

test("a change of role or tier is felt at once where it is made and within a second elsewhere", async () => {
  const token = fake.sign();
  const { userId } = (await actorOf(token))!;
  expect(await actorOf(token, other.app)).toMatchObject({ userId, role: "user" });
  const root = await world.user({ role: "admin" });
  const change = { role: "admin", subscriptionTier: "pro" };
  expect((await root.put(`/admin/users/${userId}`, change)).status).toBe(200);
  const changedAt = performance.now();
  expect(await actorOf(token)).toMatchObject({ role: "admin", tier: "pro" });
  await until(async () => (await actorOf(token, other.app))?.role === "admin");
  expect(performance.now() - changedAt).toBeLessThan(1_000);
});

test.each(["suspended_at", "erased_at"])("an account with %s is refused, and no second one is made", async (column) => {
  const sub = randomUUID();
  const token = fake.sign({ sub });
  const { userId } = (await actorOf(token))!;
  await world.sql(`update promptr.profiles set ${column} = now() where id = $1`, [userId]);
  world.app.ports.cache.drop(userTag(userId));
  expect(await ask(token)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  expect((await ask(fake.sign({ sub }))).status).toBe(401);
  expect(await profilesOf(sub)).toMatchObject([{ id: userId }]);
});

test("who comes back after their account is erased altogether is somebody new", async () => {
  const sub = randomUUID();
  const before = (await actorOf(fake.sign({ sub })))!;
  await world.sql("update promptr.profiles set erased_at = now() where id = $1", [before.userId]);
  world.app.ports.cache.drop(userTag(before.userId));
  expect(await actorOf(fake.sign({ sub }))).toBeNull();
  await world.sql("delete from promptr.profiles where id = $1", [before.userId]);
  world.app.ports.cache.drop(userTag(before.userId));
  const after = await until(() => actorOf(fake.sign({ sub })));
  expect(after.userId).not.toBe(before.userId);
  expect(await profilesOf(sub)).toMatchObject([{ id: after.userId }]);
});

test("while registration is off nobody new gets an account, and who has one keeps working", async () => {
  await using closed = await createWorld({ env: fake.env });
  const known = fake.sign();
  expect((await ask(known, closed)).status).toBe(200);
  await closed.sql("update promptr.feature_flags set enabled = false where name = 'registration'");
  closed.app.ports.cache.drop("feature_flags");
  const refused = await ask(fake.sign(), closed);
  expect(refused).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  expect(refused.body.detail).toContain("new ones cannot be made here");
  expect((await ask(known, closed)).status).toBe(200);
  expect(await closed.sql("select 1 from promptr.identities")).toHaveLength(1);
});

test("logging out is for sessions of ours", async () => {
  const reply = await world.anyone.post("/auth/logout", undefined, bearer(fake.sign()));
  expect(reply).toMatchObject({ status: 403, body: { code: "local_account_required" } });
});

test("tokens of our own work beside them and ask Supabase nothing", async () => {
  const ada = await world.user();
  const { all } = fake.calls;
  expect((await ada.get("/prompts")).status).toBe(200);
  expect(fake.calls.all).toBe(all);
});

test("while Supabase is down nobody new is let in, and who was keeps working", async () => {
  await using legacy = await startFakeSupabase();
  await using world = await createWorld({ env: legacy.env });
  legacy.tellTime(world.clock);
  const ada = await world.user();
  const known = legacy.signLegacy();
  expect((await ask(known, world)).status).toBe(200);
  await legacy.close();
  const unknown = legacy.signLegacy();
  const refused = await ask(unknown, world);
  expect(refused).toMatchObject({ status: 503, body: { code: "unavailable" } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await ask(known, world)).status).toBe(200);
  expect((await ada.get("/prompts")).status).toBe(200);
  expect(await world.sql("select 1 from promptr.identities")).toHaveLength(1);
  const log = JSON.stringify(world.logged());
  for (const secret of [known, unknown, legacy.anonKey]) expect(log).not.toContain(secret);
});
