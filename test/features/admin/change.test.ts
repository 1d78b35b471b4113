import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let root: User;
beforeAll(async () => {
  world = await createWorld();
  root = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

const auditOf = (userId: string) =>
  world.sql(
    "select actor_kind, actor_id, action, outcome, subject_type, subject_id, details from promptr.audit_log where owner_id = $1 order by seq",
    [userId],
  );
const stored = async (userId: string) =>
  (
    await world.sql(
      "select role, subscription_tier, suspended_at, full_name, email from promptr.profiles where id = $1",
      [userId],
    )
  )[0];
const read = async (user: User) =>
  (await user.get("/users/notifications")).body.data as { kind: string; body: string }[];
const told = async (user: User) => (await read(user)).map(({ kind }) => kind);

test("a change answers with the account and leaves one audit row with from, to and whether a reason was given", async () => {
  const ada = await world.user();
  const { status, body } = await root.put(`/admin/users/${ada.userId}`, {
    subscriptionTier: "pro",
    suspended: false,
    reason: "  Paid by\n invoice 17 ",
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: ada.userId, subscriptionTier: "pro", role: "user", suspendedAt: null });
  expect(await auditOf(ada.userId)).toEqual([
    {
      actor_kind: "session",
      actor_id: root.userId,
      action: "user.update",
      outcome: "done",
      subject_type: "user",
      subject_id: ada.userId,
      details: { subscriptionTier: ["free", "pro"], hasReason: true },
    },
  ]);
});

test("all at once is one change and one row", async () => {
  const ada = await world.user();
  const changes = { subscriptionTier: "pro", role: "admin", suspended: true };
  const { body } = await root.put(`/admin/users/${ada.userId}`, changes);
  expect(body).toMatchObject({ subscriptionTier: "pro", role: "admin", suspendedAt: expect.any(String) });
  const details = { subscriptionTier: ["free", "pro"], role: ["user", "admin"], suspended: ["false", "true"] };
  expect((await auditOf(ada.userId)).map((row) => row["details"])).toEqual([details]);
});

test("the same change again, as a retry makes it, writes and tells nothing", async () => {
  const ada = await world.user();
  const body = { subscriptionTier: "pro", suspended: true, reason: "Twice" };
  const first = await root.put(`/admin/users/${ada.userId}`, body);
  world.clock.now = new Date(world.clock.now.getTime() + 1_000);
  const second = await root.put(`/admin/users/${ada.userId}`, body);
  expect([second.status, second.body]).toEqual([200, first.body]);
  expect(await auditOf(ada.userId)).toHaveLength(1);
});

test("a person is told of a new plan, a new role, a suspension and its end, each with the reason given", async () => {
  const ada = await world.user();
  for (const body of [
    { subscriptionTier: "pro", reason: "Paid by\n invoice 17" },
    { role: "admin" },
    { suspended: true, reason: "Spam from this account" },
    { suspended: false },
  ]) {
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    await root.put(`/admin/users/${ada.userId}`, body);
  }
  expect(await told(ada)).toEqual(["suspension_ended", "suspended", "role_changed", "tier_changed"]);
  const reasons = (await read(ada)).map(({ body }) => /The reason given: (.*)$/.exec(body)?.[1]);
  expect(reasons).toEqual([undefined, "Spam from this account", undefined, "Paid by invoice 17"]);
});

test("a reason is kept for the person alone: the audit log, which outlives the account, has nothing of it", async () => {
  const ada = await world.user();
  await root.put(`/admin/users/${ada.userId}`, { subscriptionTier: "pro", role: "admin", reason: "Zebra of Zurich" });
  expect((await read(ada)).map(({ body }) => body.includes("Zebra of Zurich"))).toEqual([true, true]);
  const all = "select 1 from promptr.audit_log as one where one::text like '%Zebra%'";
  expect(await world.sql(all)).toEqual([]);
});

test.each([
  ["nothing", {}],
  ["a reason alone", { reason: "Because" }],
  ["a plan that is none", { subscriptionTier: "gold" }],
  ["a role that is none", { role: "root" }],
  ["a reason too long", { suspended: true, reason: "x".repeat(501) }],
  ["a control character in the reason", { suspended: true, reason: "a\u0007b" }],
  ["a direction mark in the reason", { suspended: true, reason: "a\u202Eb" }],
  ["a reason of nothing", { suspended: true, reason: " " }],
  ["an address", { role: "user", email: "eve@example.com" }],
  ["another's id", { role: "user", user_id: randomUUID() }],
  ["columns", { role: "user", is_admin: true, subscription_tier: "pro", api_calls_remaining: 9, created_at: "x" }],
])("a change of %s is refused, and nothing is written", async (_what, body) => {
  const ada = await world.user();
  const before = await stored(ada.userId);
  const reply = await root.put(`/admin/users/${ada.userId}`, body);
  expect([reply.status, reply.body.code]).toEqual([400, "invalid_input"]);
  expect(await stored(ada.userId)).toEqual(before);
  expect(await auditOf(ada.userId)).toEqual([]);
});

test("the longest reason there can be fits its notification", async () => {
  const ada = await world.user();
  for (const [index, sign] of ["€", '"', "\\", "😀"].entries()) {
    const reason = sign.repeat(500 / sign.length);
    const { status } = await root.put(`/admin/users/${ada.userId}`, { suspended: index % 2 === 0, reason });
    expect([sign, status]).toEqual([sign, 200]);
  }
});

test("nobody's id is 404, and what is no id is 400", async () => {
  const unknown = await root.put(`/admin/users/${randomUUID()}`, { role: "admin" });
  expect([unknown.status, unknown.body.code]).toEqual([404, "not_found"]);
  expect((await root.put("/admin/users/me", { role: "admin" })).status).toBe(400);
});

test("a change whose audit row cannot be written did not happen", async () => {
  await using own = await createWorld();
  const [boss, ada] = [await own.user({ role: "admin" }), await own.user()];
  await own.sql("revoke insert on promptr.audit_log from promptr_auth");
  await own.sql(
    "revoke insert (actor_kind, actor_id, action, outcome, subject_type, subject_id, owner_id, request_id, network, details) on promptr.audit_log from promptr_auth",
  );
  expect((await boss.put(`/admin/users/${ada.userId}`, { subscriptionTier: "pro" })).status).toBe(500);
  expect((await ada.get("/users/profile")).body.subscriptionTier).toBe("free");
  expect((await ada.get("/users/notifications")).body.data).toEqual([]);
});
