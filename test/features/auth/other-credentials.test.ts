import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../caller.ts";
import { type FakeSupabase, startFakeSupabase } from "../../fakes/supabase.ts";
import { createWorld, type World } from "../../world.ts";

let fake: FakeSupabase;
let world: World;
beforeAll(async () => {
  fake = await startFakeSupabase();
  fake.addKey("ES256");
  world = await createWorld({ env: fake.env });
  fake.tellTime(world.clock);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

const CHANGE = { currentPassword: "test123", newPassword: "a-better-one" };
const ANY = randomUUID();
const asked = (who: Caller) => [
  () => who.post("/auth/change-password", CHANGE),
  () => who.post("/auth/resend-verification"),
  () => who.post("/auth/logout", { all: true }),
];

test("whoever signs in at Supabase has no password, address or session of ours to change, and is told so", async () => {
  const sam = world.with({ authorization: `Bearer ${fake.sign({ sub: randomUUID(), email: "sam@example.com" })}` });
  for (const ask of asked(sam)) {
    const reply = await ask();
    expect([reply.status, reply.body.code]).toEqual([403, "local_account_required"]);
  }
  const list = await sam.get("/auth/sessions?include=total");
  expect(list.body).toEqual({ data: [], pagination: { limit: 20, hasMore: false, nextCursor: null, total: 0 } });
  const ended = await sam.delete(`/auth/sessions/${ANY}`);
  expect([ended.status, ended.body.code]).toEqual([404, "not_found"]);
});

test("an API key, whatever its scopes, changes nothing about the account and sees no session", async () => {
  const ada = await world.user();
  const key = await world.apiKey(ada, { scopes: ["prompts:read", "prompts:write", "labels:write", "sharing"] });
  const all = [...asked(key), () => key.get("/auth/sessions"), () => key.delete(`/auth/sessions/${ada.sessionId}`)];
  for (const ask of all) {
    const reply = await ask();
    expect([reply.status, reply.body.code]).toEqual([403, "user_token_required"]);
  }
  expect((await ada.get("/auth/sessions")).body.data).toHaveLength(1);
});
