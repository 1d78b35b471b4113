import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../src/app/document.ts";
import { API_SCOPES } from "../../../src/contract/credential.ts";
import { monthOf } from "../../../src/contract/tier.ts";
import { pathOf } from "../../../src/feature.ts";
import type { Caller } from "../../caller.ts";
import { createWorld, type User, type World } from "../../world.ts";

type Explained = { operation: string; method: string; path: string; allowed: boolean; reason: string };

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const explain = (user: Caller, { id }: { id: string }, question: object = {}) =>
  user.post(`/api-keys/${id}/explain`, question);

test.each([[["prompts:read"]], [["prompts:write", "sharing"]], [[...API_SCOPES]]])(
  "what it says a key with %s may do is what the server does",
  async (scopes) => {
    const bot = await world.apiKey(ada, { scopes });
    const { status, body } = await explain(ada, bot);
    expect(status).toBe(200);
    expect(body).toMatchObject({ usable: true, reasons: [], scopes, allowedCidrs: null });
    const said = new Map((body.operations as Explained[]).map((one) => [one.operation, one]));
    const api = routes.filter(({ root }) => !root);
    expect(said.size).toBe(api.length);
    for (const route of api.filter(({ access }) => access !== "public")) {
      const answer = await bot.raw(pathOf(route).replaceAll(/:\w+/g, bot.id), { method: route.method });
      const refused = ["insufficient_scope", "user_token_required", "plan_required"].includes(answer.body?.code);
      expect([route.name, said.get(route.name)?.allowed]).toEqual([route.name, !refused]);
    }
    for (const route of api.filter(({ access }) => access === "public"))
      expect(said.get(route.name)).toMatchObject({ allowed: true, reason: "Open to everybody" });
  },
);

describe("one operation", () => {
  test.each([
    ["GET", "/api/v1/prompts", "listPrompts", true, "The key has the scope prompts:read"],
    ["GET", "/prompts/public?limit=3", "listPublicPrompts", true, "Open to everybody"],
    [
      "GET",
      "/api/v1/prompts/019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
      "readPrompt",
      true,
      "The key has the scope prompts:read",
    ],
    ["POST", "/api/v1/prompts", "createPrompt", false, "Needs the scope prompts:write, which this key does not have"],
    ["POST", "/api/v1/api-keys", "createApiKey", false, "Needs your own access token; no API key may do this"],
  ])("%s %s", async (method, path, operation, allowed, reason) => {
    const bot = await world.apiKey(ada);
    const { body } = await explain(ada, bot, { method, path });
    expect(body.operations).toMatchObject([{ operation, allowed, reason }]);
  });

  test("that does not exist is said not to, and a path alone shows all its methods", async () => {
    const bot = await world.apiKey(ada);
    const none = await explain(ada, bot, { method: "DELETE", path: "/api/v1/nowhere" });
    expect(none.body).toMatchObject({
      usable: true,
      operations: [],
      reasons: ["No such operation: DELETE /api/v1/nowhere"],
    });
    const path = await explain(ada, bot, { path: "/api/v1/prompts" });
    expect(
      (path.body.operations as Explained[]).map(({ operation }) => operation).sort((a, b) => a.localeCompare(b)),
    ).toEqual(["createPrompt", "listPrompts"]);
  });
});

test("the address, the end and the month are looked at, in plain words", async () => {
  await using own = await createWorld({ limits: { free: { requests: 1_000, apiCalls: 3 } } });
  const user = await own.user();
  const expiresAt = new Date(own.clock.now.getTime() + 60_000).toISOString();
  const bot = await own.apiKey(user, { allowedCidrs: ["203.0.113.0/24"], expiresAt });
  const inside = await explain(user, bot, { address: "203.0.113.9", method: "GET", path: "/prompts" });
  expect(inside.body).toMatchObject({ usable: true, reasons: [], operations: [{ allowed: true }] });
  expect(inside.body.quota).toMatchObject({ limit: 3, used: 0, remaining: 3 });
  expect((await explain(user, bot)).body.reasons).toEqual(["The key may be used only from 203.0.113.0/24"]);

  const outside = await explain(user, bot, { address: "::ffff:203.0.114.9", method: "GET", path: "/prompts" });
  const reason = "The address ::ffff:203.0.114.9 is in none of the key's networks";
  expect(outside.body).toMatchObject({ usable: false, reasons: [reason], operations: [{ allowed: false, reason }] });

  own.clock.now = new Date(own.clock.now.getTime() + 60_000);
  await own.sql("insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'api_calls', $2, 3)", [
    user.userId,
    monthOf(own.clock.now),
  ]);
  const ended = await explain(user, bot, { address: "203.0.113.9" });
  expect(ended.body.usable).toBe(false);
  expect(ended.body.reasons).toEqual([
    `The key expired on ${expiresAt}`,
    expect.stringMatching(/^The month's 3 API calls are used up; new ones come on \d{4}-\d{2}-01T00:00:00\.000Z$/),
  ]);
  expect((ended.body.operations as Explained[]).some(({ allowed }) => allowed)).toBe(false);
});

test("a running rotation is worth knowing; asking calls nothing and counts nothing", async () => {
  const bot = await world.apiKey(ada);
  const rotated = await ada.post(`/api-keys/${bot.id}/rotate`, { overlapSeconds: 60 });
  const { body } = await explain(ada, bot, { method: "GET", path: "/prompts" });
  expect(body.reasons).toEqual([`The secret before the last rotation works until ${rotated.body.oldSecretValidUntil}`]);
  expect((await ada.get(`/api-keys/${bot.id}`)).body.lastUsedAt).toBeNull();
  expect(body.quota.used).toBe((await explain(ada, bot)).body.quota.used);
});

test.each([
  [{ method: "PATCH" }, "body.method"],
  [{ path: "" }, "body.path"],
  [{ address: "localhost" }, "body.address"],
  [{ scope: "sharing" }, "body.scope"],
])("a question like %o is refused at its place", async (question, path) => {
  const bot = await world.apiKey(ada);
  const { status, body } = await explain(ada, bot, question);
  expect([status, body.errors[0].path]).toEqual([400, path]);
});
