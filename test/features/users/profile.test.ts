import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

const LIMITS = {
  anonymous: { requests: 100_000 },
  free: { requests: 100_000, prompts: 3, enrichments: 20, apiCalls: 50 },
  pro: { requests: 100_000, prompts: 7, enrichments: 70, apiCalls: 700 },
};

let world: World;
beforeAll(async () => {
  world = await createWorld({ limits: LIMITS });
  world.clock.now = new Date("2026-11-22T12:00:00Z");
});
afterAll(() => world[Symbol.asyncDispose]());

const stored = async (userId: string) =>
  (await world.sql("select * from promptr.profiles where id = $1", [userId]))[0] ?? {};
const etagOf = ({ headers }: { headers: Headers }): string => headers.get("etag") ?? "none";

test("a profile holds the account, its preferences and its quotas, and nothing else", async () => {
  const ada = await world.user();
  const { status, body } = await ada.get("/users/profile");
  expect(status).toBe(200);
  const resetsAt = "2026-12-01T00:00:00.000Z";
  expect(body).toEqual({
    id: ada.userId,
    email: ada.email,
    emailVerified: false,
    fullName: "Ada Lovelace",
    origin: "local",
    role: "user",
    subscriptionTier: "free",
    subscriptionStatus: "inactive",
    preferences: {},
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    apiCallsRemaining: 50,
    quotas: {
      prompts: { limit: 3, used: 0, remaining: 3, resetsAt },
      enrichments: { limit: 20, used: 0, remaining: 20, resetsAt },
      apiCalls: { limit: 50, used: 0, remaining: 50, resetsAt },
    },
  });
});

test("quotas are those of the plan, count what was used this month, and never fall below nothing", async () => {
  const ada = await world.user({ tier: "pro" });
  const use = (kind: string, month: string, used: number) =>
    world.sql("insert into promptr.quota_usage (user_id, kind, month, used) values ($1, $2, $3, $4)", [
      ada.userId,
      kind,
      month,
      used,
    ]);
  await ada.post("/prompts", { title: "t", task: "t" });
  await use("enrichments", "2026-11-01", 71);
  await use("api_calls", "2026-11-01", 200);
  await use("prompts", "2026-10-01", 5);
  const { body } = await ada.get("/users/profile");
  expect(body.quotas.prompts).toMatchObject({ limit: 7, used: 1, remaining: 6 });
  expect(body.quotas.enrichments).toMatchObject({ limit: 70, used: 71, remaining: 0 });
  expect(body.quotas.apiCalls).toMatchObject({ limit: 700, used: 200, remaining: 500 });
  expect(body.apiCallsRemaining).toBe(500);
});

test("a profile that has not changed is answered with 304, and a used quota is a change", async () => {
  const ada = await world.user();
  const first = await ada.get("/users/profile");
  const again = await ada.get("/users/profile", { "if-none-match": etagOf(first) });
  expect([again.status, again.text]).toEqual([304, ""]);
  await ada.post("/prompts", { title: "t", task: "t" });
  const after = await ada.get("/users/profile", { "if-none-match": etagOf(first) });
  expect([after.status, after.body.quotas.prompts.used]).toEqual([200, 1]);
});

test("a change keeps what it does not name, and null removes a preference", async () => {
  const ada = await world.user();
  await ada.put("/users/profile", {
    preferences: {
      locale: "de-CH",
      timezone: "Europe/Zurich",
      theme: "dark",
      defaultModel: "gpt-4o",
    },
  });
  const changed = await ada.put("/users/profile", {
    fullName: "  Ada King ",
    preferences: { locale: null, theme: "light" },
  });
  expect(changed.status).toBe(200);
  expect(changed.body.fullName).toBe("Ada King");
  const preferences = {
    timezone: "Europe/Zurich",
    theme: "light",
    defaultModel: "gpt-4o",
  };
  expect(changed.body.preferences).toEqual(preferences);
  expect((await ada.get("/users/profile")).body).toEqual(changed.body);
});

test("a change that changes nothing writes nothing", async () => {
  const ada = await world.user();
  await ada.put("/users/profile", { preferences: { theme: "dark" } });
  const before = await stored(ada.userId);
  for (const body of [
    {},
    { preferences: {} },
    { fullName: "Ada Lovelace", preferences: { theme: "dark", locale: null } },
  ])
    expect((await ada.put("/users/profile", body)).status).toBe(200);
  expect(await stored(ada.userId)).toEqual(before);
});

test.each([
  ["a role", { role: "admin" }, "body.role"],
  ["a plan", { subscriptionTier: "pro" }, "body.subscriptionTier"],
  ["a plan in snake case", { subscription_tier: "pro" }, "body.subscription_tier"],
  ["a status", { subscriptionStatus: "active" }, "body.subscriptionStatus"],
  ["an address", { email: "eve@example.com" }, "body.email"],
  ["a verification", { emailVerified: true }, "body.emailVerified"],
  ["an id", { id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10" }, "body.id"],
  ["an owner", { user_id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10" }, "body.user_id"],
  ["an administrator's mark", { is_admin: true }, "body.is_admin"],
  ["calls", { api_calls_remaining: 1_000_000 }, "body.api_calls_remaining"],
  ["a count", { view_count: 9 }, "body.view_count"],
  ["a score", { quality_score: 1 }, "body.quality_score"],
  ["a birthday", { created_at: "2020-01-01T00:00:00Z" }, "body.created_at"],
  ["quotas", { quotas: {} }, "body.quotas"],
  ["an unknown preference", { preferences: { admin: true } }, "body.preferences.admin"],
  ["a mail nobody sends yet", { preferences: { mails: { broadcasts: false } } }, "body.preferences.mails"],
  ["a language that is none", { preferences: { locale: "not a language" } }, "body.preferences.locale"],
  ["a time zone that is none", { preferences: { timezone: "Mars/Base" } }, "body.preferences.timezone"],
  ["an offset for a time zone", { preferences: { timezone: "+01:00" } }, "body.preferences.timezone"],
  ["a theme that is none", { preferences: { theme: "pink" } }, "body.preferences.theme"],
  ["a model's name too long", { preferences: { defaultModel: "m".repeat(101) } }, "body.preferences.defaultModel"],
  ["no name", { fullName: " " }, "body.fullName"],
  ["a name too long", { fullName: "n".repeat(201) }, "body.fullName"],
  ["a name of two lines", { fullName: "A\r\nBcc: eve@example.com" }, "body.fullName"],
  ["a name that turns around what follows", { fullName: "\u202Egnihton" }, "body.fullName"],
] as const)("%s in the body is refused by name, and nothing is written", async (_what, extra, path) => {
  const ada = await world.user();
  const before = await stored(ada.userId);
  const { status, body } = await ada.put("/users/profile", { fullName: "New Name", ...extra });
  expect([status, body.code]).toEqual([400, "invalid_input"]);
  expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
  expect(await stored(ada.userId)).toEqual(before);
});

test("of two who change one version of a profile, the second is told", async () => {
  const ada = await world.user();
  const read = await ada.get("/users/profile");
  const match = { "if-match": etagOf(read) };
  const first = await ada.put("/users/profile", { fullName: "First" }, match);
  expect(first.status).toBe(200);
  const second = await ada.put("/users/profile", { fullName: "Second" }, match);
  expect([second.status, second.body.code]).toEqual([412, "version_moved"]);
  expect((await ada.put("/users/profile", { fullName: "Third" }, { "if-match": etagOf(first) })).status).toBe(200);
  expect((await ada.put("/users/profile", { fullName: "Fourth" }, { "if-match": "*" })).status).toBe(200);
});

test("a quota used meanwhile keeps nobody from changing the profile they read", async () => {
  const ada = await world.user();
  const read = await ada.get("/users/profile");
  await ada.post("/prompts", { title: "t", task: "t" });
  expect((await ada.put("/users/profile", { fullName: "New" }, { "if-match": etagOf(read) })).status).toBe(200);
});

test("of twenty who race with one version exactly one writes, and without one no preference is lost", async () => {
  const ada = await world.user();
  const match = { "if-match": etagOf(await ada.get("/users/profile")) };
  const named = await Promise.all(
    Array.from({ length: 20 }, (_, index) => ada.put("/users/profile", { fullName: `Name ${index}` }, match)),
  );
  expect(named.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
    200,
    ...Array.from({ length: 19 }, () => 412),
  ]);
  const parts = [{ theme: "dark" }, { locale: "fr" }, { timezone: "UTC" }, { defaultModel: "gpt-4o" }];
  await Promise.all(parts.map((preferences) => ada.put("/users/profile", { preferences })));
  expect((await ada.get("/users/profile")).body.preferences).toEqual(Object.assign({}, ...parts));
});

test("a new name stands on published prompts and share pages at once", async () => {
  const ada = await world.user();
  const { body: prompt } = await ada.post("/prompts", { title: "t", task: "t", isPublic: true });
  const { body: link } = await ada.post("/sharing/create", { promptId: prompt.id });
  const authorOf = async () => (await world.anyone.get(`/prompts/public/${prompt.id}`)).body.author.name;
  expect(await authorOf()).toBe("Ada Lovelace");
  await ada.put("/users/profile", { fullName: "Countess of Lovelace" });
  expect(await authorOf()).toBe("Countess of Lovelace");
  expect((await world.anyone.get(`/sharing/${link.token}`)).body.sharedBy).toBe("Countess of Lovelace");
});

test("a change of one person touches nobody else", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const before = await stored(ada.userId);
  await eve.put("/users/profile", { fullName: "Eve", preferences: { theme: "dark" } });
  expect(await stored(ada.userId)).toEqual(before);
  expect((await eve.get("/users/profile")).body.id).toBe(eve.userId);
});

test("a preference an older release stored does not break the profile", async () => {
  const ada = await world.user();
  await world.sql("update promptr.profiles set preferences = $2 where id = $1", [
    ada.userId,
    JSON.stringify({ theme: "neon", colour: "red", mails: { broadcasts: true }, locale: "de" }),
  ]);
  const { status, body } = await ada.get("/users/profile");
  expect([status, body.preferences]).toEqual([200, { locale: "de" }]);
});
