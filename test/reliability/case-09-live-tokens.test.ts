import { importJWK, type JWK, SignJWT } from "jose";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caller, type Caller } from "../caller.ts";
import { type FakeSupabase, startFakeSupabase } from "../fakes/supabase.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { PASSWORD, register } from "../features/privacy/fixture.ts";
import { createWorld, until, type User, type World } from "../world.ts";

const FELT_WITHIN_MS = 1_000;
/** Prompts a month on the plan somebody falls back to. */
const FREE_PROMPTS = 3;
/** What a person, or whoever holds the signing key, may write into a token about themselves. */
const METADATA = { role: "admin", is_admin: true, tier: "pro", subscription_tier: "pro" };
const BOAST = { user_metadata: { full_name: "Grace", ...METADATA }, app_metadata: METADATA, user_role: "admin" };

let fake: FakeSupabase;
let world: World;
let other: Awaited<ReturnType<World["another"]>>;
let root: User;
beforeAll(async () => {
  fake = await startFakeSupabase();
  fake.addKey("ES256");
  const free = { requests: 100_000, prompts: FREE_PROMPTS };
  world = await createWorld({ env: fake.env, limits: limitsBut({ free }) });
  fake.tellTime(world.clock);
  other = await world.another();
  root = await world.user({ role: "admin" });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

/** Somebody with a credential, which stays valid by itself all the time. */
type Holder = {
  readonly userId: string;
  readonly credential: Record<string, string>;
  /** Asks with a token of the person's, as what only a person may do wants it. */
  readonly person: Caller;
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function ours(): Promise<Holder> {
  const ada = await register(world);
  return { userId: ada.userId, credential: bearer(ada.accessToken), person: ada };
}

/** A token of our own key that claims everything, as nobody but this test signs one. */
async function oursBoasting(): Promise<Holder> {
  const ada = await register(world);
  const [row] = await world.sql("select id, private_jwk from promptr.signing_keys limit 1");
  const [, payload = ""] = ada.accessToken.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const token = await new SignJWT({ ...claims, ...METADATA, ...BOAST })
    .setProtectedHeader({ alg: "ES256", kid: String(row?.["id"]) })
    .sign(await importJWK(row?.["private_jwk"] as JWK, "ES256"));
  return { userId: ada.userId, credential: bearer(token), person: ada };
}

async function fromSupabase(): Promise<Holder> {
  const credential = bearer(fake.sign({ sub: randomUUID(), ...BOAST }));
  const person = world.with(credential);
  return { userId: (await person.get("/users/profile")).body.id as string, credential, person };
}

async function withKey(): Promise<Holder> {
  const ada = await register(world);
  const { key } = await world.apiKey(ada, { scopes: ["prompts:read", "prompts:write"] });
  return { userId: ada.userId, credential: { "x-api-key": key }, person: ada };
}

const TOKENS = [
  ["a token of ours", ours],
  ["a token of ours that claims to be an administrator's", oursBoasting],
  ["a Supabase token that claims to be an administrator's", fromSupabase],
] as const;
const CREDENTIALS = [...TOKENS, ["an API key", withKey]] as const;

const change = async (userId: string, body: object): Promise<void> => {
  expect((await root.put(`/admin/users/${userId}`, body)).status).toBe(200);
};
const list = (by: Caller) => by.get("/prompts");
const create = (by: Caller) => by.post("/prompts", { title: "t", task: "t" });
const manage = (by: Caller) => by.get("/admin/users");

/** What `ask` gets before, and after `event`: here at once, on the other process within a second. */
async function felt(
  { credential }: Holder,
  ask: (by: Caller) => Promise<{ status: number; body: { code?: string } }>,
  event: () => Promise<unknown>,
  after: readonly [status: number, code: string],
): Promise<void> {
  const [here, there] = [world.with(credential), caller(other.url, credential)];
  for (const by of [here, there]) expect((await ask(by)).status).toBeLessThan(300);
  await event();
  const from = performance.now();
  const { status, body } = await ask(here);
  expect([status, body.code]).toEqual(after);
  const elsewhere = await until(async () => {
    const answer = await ask(there);
    return answer.status >= 300 && answer;
  });
  expect(performance.now() - from).toBeLessThan(FELT_WITHIN_MS);
  expect([elsewhere.status, elsewhere.body.code]).toEqual(after);
}

describe.each(CREDENTIALS)("case 9: %s", (_what, hold) => {
  test("case 9: is refused when its person's account is closed", async () => {
    const holder = await hold();
    const close = async () =>
      expect((await holder.person.delete("/users/delete-account", { password: PASSWORD })).status).toBe(202);
    await felt(holder, list, close, [401, "unauthenticated"]);
  });

  test("case 9: is refused when its person is suspended", async () => {
    const holder = await hold();
    await felt(holder, list, () => change(holder.userId, { suspended: true }), [401, "unauthenticated"]);
  });

  test("case 9: has what the smaller plan allows when its person is downgraded", async () => {
    const holder = await hold();
    await change(holder.userId, { subscriptionTier: "pro" });
    for (let index = 0; index < FREE_PROMPTS; index += 1)
      expect((await create(world.with(holder.credential))).status).toBe(201);
    const downgrade = () => change(holder.userId, { subscriptionTier: "free" });
    await felt(holder, create, downgrade, [429, "quota_exhausted"]);
    expect((await holder.person.get("/users/profile")).body.subscriptionTier).toBe("free");
  });
});

describe.each(TOKENS)("case 9: %s", (_what, hold) => {
  test("case 9: manages nobody before its person is made an administrator, nor any more afterwards", async () => {
    const holder = await hold();
    for (const by of [world.with(holder.credential), caller(other.url, holder.credential)])
      expect((await manage(by)).body.code).toBe("forbidden");
    await change(holder.userId, { role: "admin" });
    const there = caller(other.url, holder.credential);
    await until(async () => (await manage(there)).status === 200);
    await felt(holder, manage, () => change(holder.userId, { role: "user" }), [403, "forbidden"]);
    expect((await list(there)).status).toBe(200);
  });
});

test.each([
  ["its session is logged out", "/auth/logout", {}],
  ["every session of its person is logged out", "/auth/logout", { all: true }],
])("case 9: a token of ours is refused when %s", async (_what, path, body) => {
  const holder = await ours();
  const logOut = async () => expect((await holder.person.post(path, body)).status).toBe(204);
  await felt(holder, list, logOut, [401, "unauthenticated"]);
});
