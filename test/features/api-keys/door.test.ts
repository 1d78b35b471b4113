import { afterAll, beforeAll, expect, test } from "vitest";
import { routes } from "../../../src/app/document.ts";
import { pathOf } from "../../../src/feature.ts";
import { createWorld, type User, until, type World } from "../../world.ts";

const SECOND_MS = 1_000;
/** What nobody announces is believed for a second, and a loaded machine may be late with forgetting it. */
const UNTOLD_MS = 3_000;

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld({ env: { TRUST_PROXY: "Client-IP" } });
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];
const UNKNOWN = [401, "unauthenticated"];

test("a key works until the moment it expires", async () => {
  await using own = await createWorld();
  const user = await own.user();
  const end = own.clock.now.getTime() + 60 * SECOND_MS;
  const bot = await own.apiKey(user, { expiresAt: new Date(end).toISOString() });
  own.clock.now = new Date(end - 1);
  expect((await bot.get("/prompts")).status).toBe(200);
  own.clock.now = new Date(end);
  expect(codeOf(await bot.get("/prompts"))).toEqual(UNKNOWN);
});

test.each([
  ["203.0.113.0/24", "203.0.113.255", true],
  ["203.0.113.0/24", "203.0.114.0", false],
  ["203.0.113.0/24", "::ffff:203.0.113.7", true],
  ["203.0.113.0/24", "::ffff:cb00:7107", true],
  ["203.0.113.0/24", "::cb00:7107", false],
  ["::ffff:203.0.113.0/120", "203.0.113.7", true],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:DB8:0:0:0:0:0:1", true],
  ["2001:db8::/32", "2001:db9::1", false],
  ["2001:db8::/32", "203.0.113.7", false],
  ["2001:db8::1", "2001:db8::1", true],
  ["2001:db8::1", "2001:db8::2", false],
  ["0.0.0.0/0", "203.0.113.7", true],
  ["0.0.0.0/0", "2001:db8::1", false],
  ["::/0", "203.0.113.7", false],
  ["::/0", "2001:db8::1", true],
  ["fe80::/10", "fe80::1%eth0", true],
])("a key for %s, used from %s: %s", async (cidr, address, allowed) => {
  const bot = await world.apiKey(ada, { allowedCidrs: [cidr] });
  for (const answer of [
    await bot.get("/prompts", { "Client-IP": address }),
    await bot.get("/prompts/public", { "Client-IP": address }),
  ])
    expect(codeOf(answer)).toEqual(allowed ? [200, undefined] : [403, "address_not_allowed"]);
  await ada.delete(`/api-keys/${bot.id}`);
});

test("the network is looked at on every call, also while the key is remembered", async () => {
  const bot = await world.apiKey(ada, { allowedCidrs: ["203.0.113.0/24"] });
  for (let round = 0; round < 3; round += 1) {
    expect((await bot.get("/prompts", { "Client-IP": "203.0.113.1" })).status).toBe(200);
    expect(codeOf(await bot.get("/prompts", { "Client-IP": "203.0.114.1" }))).toEqual([403, "address_not_allowed"]);
  }
});

test("a suspended owner's key is refused within a second, and works again afterwards", async () => {
  const eve = await world.user();
  const bot = await world.apiKey(eve);
  expect((await bot.get("/prompts")).status).toBe(200);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [eve.userId]);
  await until(async () => (await bot.get("/prompts")).status === 401, UNTOLD_MS);
  await world.sql("update promptr.profiles set suspended_at = null where id = $1", [eve.userId]);
  expect((await bot.get("/prompts")).status).toBe(200);
  await world.sql("update promptr.profiles set erased_at = now() where id = $1", [eve.userId]);
  await until(async () => (await bot.get("/prompts")).status === 401, UNTOLD_MS);
});

test("a deleted key is dead here at once, and within a second on another process", async () => {
  const bot = await world.apiKey(ada);
  const other = await world.another();
  const elsewhere = () => other.anyone.get("/prompts", { "x-api-key": bot.key });
  expect([(await bot.get("/prompts")).status, (await elsewhere()).status]).toEqual([200, 200]);
  expect((await ada.delete(`/api-keys/${bot.id}`)).status).toBe(204);
  const deletedAt = performance.now();
  expect(codeOf(await bot.get("/prompts"))).toEqual(UNKNOWN);
  await until(async () => (await elsewhere()).status === 401);
  expect(performance.now() - deletedAt).toBeLessThan(SECOND_MS);
});

test("an administrator's key is an ordinary key: no admin operation and nothing of a person's own lets it in", async () => {
  const root = await world.user({ role: "admin" });
  const bot = await world.apiKey(root, {
    scopes: ["prompts:read", "prompts:write", "labels:write", "enrichment", "sharing", "analytics:read"],
  });
  const closed = routes.filter(({ access, keyScope }) => access === "admin" || (access !== "public" && !keyScope));
  expect(closed.length).toBeGreaterThan(5);
  for (const route of closed) {
    const answer = await bot.raw(pathOf(route).replaceAll(/:\w+/g, bot.id), { method: route.method });
    expect([route.name, ...codeOf(answer)]).toEqual([route.name, 403, "user_token_required"]);
  }
});

test("a key in the query is ignored, and the log does not show it", async () => {
  const bot = await world.apiKey(ada);
  for (const name of ["apiKey", "api_key", "key", "x-api-key"]) {
    expect(codeOf(await world.anyone.get(`/prompts?${name}=${bot.key}`))).toEqual(UNKNOWN);
    expect(codeOf(await world.anyone.get(`/prompts/public?${name}=${bot.key}`))).toEqual([400, "invalid_input"]);
  }
  expect(JSON.stringify(world.logged())).not.toContain(bot.key);
});

test("a key sent as a bearer token is refused with the header it belongs in", async () => {
  const bot = await world.apiKey(ada);
  const answer = await world.with({ authorization: `Bearer ${bot.key}` }).get("/prompts");
  expect(codeOf(answer)).toEqual(UNKNOWN);
  expect(answer.body.detail).toContain("X-API-Key");
  expect(answer.text).not.toContain(bot.key);
});
