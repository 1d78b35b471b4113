import { afterAll, beforeAll, expect, test } from "vitest";
import { API_SCOPES } from "../../src/contract/credential.ts";
import { createWorld, type User, type World } from "../world.ts";

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const NEW = { name: "bot", scopes: ["prompts:read"] };
const keysOf = ({ userId }: User) => world.sql("select 1 from promptr.api_keys where user_id = $1", [userId]);

test("case 11: a body that names another owner is refused: 400, and nobody gets a key (CVE-2025-61928)", async () => {
  const eve = await world.user();
  for (const field of ["userId", "user_id", "ownerId", "role", "isAdmin"]) {
    const answer = await eve.post("/api-keys", { ...NEW, [field]: ada.userId });
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: `body.${field}`, code: "unrecognized_keys", message: "is not a known field" }],
    ]);
  }
  const unauthenticated = await world.anyone.post("/api-keys", { ...NEW, userId: ada.userId });
  expect(unauthenticated.status).toBe(401);
  expect([await keysOf(ada), await keysOf(eve)]).toEqual([[], []]);
});

test("case 11: no key is wider than any key may be: scopes there are not are 400, and none makes an admin", async () => {
  for (const scope of ["admin", "*", "users:write", "api-keys:write"]) {
    const answer = await ada.post("/api-keys", { ...NEW, scopes: [scope] });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, "body.scopes.0"]);
  }
});

test("case 11: a key cannot make, see, change, rotate or explain keys, however many scopes it has: 403", async () => {
  const user = await world.user();
  const bot = await world.apiKey(user, { scopes: [...API_SCOPES] });
  for (const answer of [
    await bot.post("/api-keys", NEW),
    await bot.get("/api-keys"),
    await bot.get(`/api-keys/${bot.id}`),
    await bot.put(`/api-keys/${bot.id}`, { expiresAt: null }),
    await bot.delete(`/api-keys/${bot.id}`),
    await bot.post(`/api-keys/${bot.id}/rotate`, {}),
    await bot.post(`/api-keys/${bot.id}/explain`, {}),
    await bot.get("/api-keys/usage"),
  ])
    expect([answer.status, answer.body.code]).toEqual([403, "user_token_required"]);
  expect(await keysOf(user)).toHaveLength(1);
});

test("case 11: the fifty-first key: 409", async () => {
  const user = await world.user();
  for (let made = 0; made < 50; made += 1) expect((await user.post("/api-keys", NEW)).status).toBe(201);
  const answer = await user.post("/api-keys", NEW);
  expect([answer.status, answer.body.code]).toEqual([409, "api_key_limit_reached"]);
  expect(await keysOf(user)).toHaveLength(50);
});
