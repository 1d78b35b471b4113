import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { rotateSigningKeys, storedKeyStates } from "../../../src/app/key-rotation.ts";
import { createWorld, type User, type World } from "../../world.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

const later = (world: World, ms: number): void => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const rotate = (world: World, compromised = false) =>
  rotateSigningKeys(world.app.storage.database, { now: world.clock.now, compromised });
const published = async (world: World): Promise<JSONWebKeySet> =>
  (await world.anyone.raw("/.well-known/jwks.json")).body as JSONWebKeySet;
const kidsOf = async (world: World) => (await published(world)).keys.map(({ kid }) => kid);
const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const refreshed = async (world: World, user: User) =>
  (await world.anyone.post("/auth/refresh", { refreshToken: user.refreshToken })).body as {
    accessToken: string;
    refreshToken: string;
  };

test("the published keys verify our tokens with any JWT library, hold no private half, and may be cached for half a minute", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const answer = await world.with(bearer("garbage")).raw("/.well-known/jwks.json");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=30");
  expect(answer.body.keys).toEqual([
    {
      kty: "EC",
      crv: "P-256",
      x: expect.stringMatching(/^[\w-]{43}$/),
      y: expect.stringMatching(/^[\w-]{43}$/),
      kid: kidOf(ada.accessToken),
      alg: "ES256",
      use: "sig",
    },
  ]);
  const { payload } = await jwtVerify(ada.accessToken, createLocalJWKSet(answer.body as JSONWebKeySet), {
    issuer: "promptr",
    audience: "promptr-api",
    algorithms: ["ES256"],
  });
  expect(payload.sub).toBe(ada.userId);
});

test("after a rotation two keys are valid: the new one signs a minute later, and old tokens live until they expire", async () => {
  await using world = await createWorld();
  const other = await world.another();
  const ada = await world.user();
  const [old] = await kidsOf(world);
  const { kid } = await rotate(world);
  later(world, 5 * SECOND_MS);
  expect(await kidsOf(world)).toEqual([kid, old]);
  const before = await refreshed(world, ada);
  expect(kidOf(before.accessToken)).toBe(old);

  later(world, 56 * SECOND_MS);
  const after = await refreshed(world, { ...ada, ...before });
  expect(kidOf(after.accessToken)).toBe(kid);
  for (const token of [ada.accessToken, before.accessToken, after.accessToken]) {
    for (const { anyone } of [world, other]) expect((await anyone.get("/prompts", bearer(token))).status).toBe(200);
  }

  later(world, DAY_MS - 62 * SECOND_MS); // the last second of Ada's first token
  expect((await world.anyone.get("/prompts", bearer(ada.accessToken))).status).toBe(200);
  later(world, 2 * SECOND_MS);
  expect((await world.anyone.get("/prompts", bearer(ada.accessToken))).status).toBe(401);
  expect((await world.anyone.get("/prompts", bearer(before.accessToken))).status).toBe(200);
  later(world, 10 * SECOND_MS);
  expect((await world.anyone.get("/prompts", bearer(before.accessToken))).status).toBe(401);
  expect((await world.anyone.get("/prompts", bearer(after.accessToken))).status).toBe(200);
  later(world, 300 * SECOND_MS); // margin for clocks that differ
  expect(await kidsOf(world)).toEqual([kid]);
});

test("a third rotation keeps the tokens of the first two, and one after two days removes what has ended", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const tokens = [ada.accessToken];
  const kids = await kidsOf(world);
  let holder: Parameters<typeof refreshed>[1] = ada;
  for (let round = 0; round < 3; round += 1) {
    kids.unshift((await rotate(world)).kid);
    later(world, 61 * SECOND_MS);
    holder = { ...holder, ...(await refreshed(world, holder)) };
    tokens.push(holder.accessToken);
  }
  expect(tokens.map(kidOf)).toEqual(kids.toReversed());
  expect(await kidsOf(world)).toEqual(kids);
  for (const token of tokens) expect((await world.anyone.get("/prompts", bearer(token))).status).toBe(200);
  later(world, 2 * DAY_MS + SECOND_MS);
  const last = await rotate(world);
  expect(new Set(last.removed)).toEqual(new Set(kids.slice(1)));
  expect(await kidsOf(world)).toEqual([last.kid, kids[0]]);
});

test("a key that signs nothing yet is taken over by the next, and no process ever signs with a key the others cannot know", async () => {
  await using world = await createWorld();
  const first = await kidsOf(world);
  const second = await rotate(world);
  later(world, 30 * SECOND_MS);
  const third = await rotate(world);
  const states = async () =>
    (await storedKeyStates(world.app.storage.database, world.clock.now)).map(({ state }) => state);
  expect(await states()).toEqual(["next", "next", "signing"]);
  expect(kidOf((await world.user()).accessToken)).toBe(first[0]);
  later(world, 31 * SECOND_MS);
  expect(await states()).toEqual(["next", "signing", "verifying"]);
  expect(kidOf((await world.user()).accessToken)).toBe(second.kid);
  later(world, 30 * SECOND_MS);
  expect(await states()).toEqual(["signing", "verifying", "verifying"]);
  expect(kidOf((await world.user()).accessToken)).toBe(third.kid);
});

test("a process whose clock is behind still makes the newest key", async () => {
  await using world = await createWorld();
  const first = await rotate(world);
  const second = await rotateSigningKeys(world.app.storage.database, {
    now: new Date(world.clock.now.getTime() - 3_600_000),
    compromised: false,
  });
  expect(second.createdAt.getTime()).toBeGreaterThan(first.createdAt.getTime());
  expect(second.retired).toEqual([first.kid]);
  later(world, 70 * SECOND_MS);
  expect(kidOf((await world.user()).accessToken)).toBe(second.kid);
});

test("20 rotations at once are done one after the other: all but the newest are retired, and the tenth key is the last", async () => {
  await using world = await createWorld();
  const ended = await Promise.allSettled(Array.from({ length: 20 }, () => rotate(world)));
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(9);
  const refused = ended.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
  expect(new Set(refused).size).toBe(1);
  expect(refused[0]).toMatch(/10 keys verify already; the oldest ends \d{4}-/);
  const [counts] = await world.sql(
    "select count(*)::int as keys, count(*) filter (where retired_at is null)::int as current from promptr.signing_keys",
  );
  expect(counts).toEqual({ keys: 10, current: 1 });
});

test("with --compromised old tokens stop within 30 seconds on every process, and refresh tokens go on", async () => {
  await using world = await createWorld();
  const other = await world.another();
  const [ada, eve] = [await world.user(), await world.user()];
  for (const { anyone } of [world, other])
    expect((await anyone.get("/prompts", bearer(ada.accessToken))).status).toBe(200); // and is remembered
  const { kid, signsAt, createdAt, removed } = await rotate(world, true);
  expect(removed).toEqual([kidOf(ada.accessToken)]);
  expect(signsAt).toEqual(createdAt);
  later(world, 30 * SECOND_MS);
  for (const { anyone } of [world, other]) {
    for (const { accessToken } of [ada, eve])
      expect((await anyone.get("/prompts", bearer(accessToken))).status).toBe(401);
  }
  const { accessToken } = await refreshed(world, ada);
  expect(kidOf(accessToken)).toBe(kid);
  for (const { anyone } of [world, other]) expect((await anyone.get("/prompts", bearer(accessToken))).status).toBe(200);
  expect(await kidsOf(world)).toEqual([kid]);
});

test("a process that was idle for an hour refuses the first token of a removed key", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  expect((await ada.get("/prompts")).status).toBe(200);
  await rotate(world, true);
  later(world, 3_600_000);
  expect((await ada.get("/prompts")).status).toBe(401);
});

test("a process accepts a token of a key that another made a moment ago", async () => {
  await using world = await createWorld();
  const other = await world.another();
  const ada = await world.user();
  later(world, 15 * SECOND_MS);
  expect((await other.as(ada).get("/prompts")).status).toBe(200); // from here on it knows the keys, for 20 seconds
  const { kid } = await rotate(world, true);
  later(world, 16 * SECOND_MS);
  const { accessToken } = await refreshed(world, ada);
  expect(kidOf(accessToken)).toBe(kid);
  expect((await other.anyone.get("/prompts", bearer(accessToken))).status).toBe(200);
});

test("a rotation is written to the audit log by the operator, in the transaction of the new key", async () => {
  await using world = await createWorld();
  const [old] = await kidsOf(world);
  const { kid } = await rotate(world);
  const rows = await world.sql(
    "select actor_kind, actor_id, action, subject_type, subject_id, owner_id, details from promptr.audit_log",
  );
  expect(rows).toEqual([
    {
      actor_kind: "operator",
      actor_id: null,
      action: "signing_key.rotate",
      subject_type: "signing_key",
      subject_id: kid,
      owner_id: null,
      details: { compromised: false, retired: [old], removed: [] },
    },
  ]);
  await world.sql("alter table promptr.audit_log add check (action <> 'signing_key.rotate') not valid"); // nothing can be recorded
  await expect(rotate(world, true)).rejects.toThrow();
  later(world, 5 * SECOND_MS);
  expect(await kidsOf(world)).toEqual([kid, old]);
});

test("a rotation leaves keyed digests as they are, so that no API key and no refresh successor ends with it", async () => {
  await using world = await createWorld();
  const other = await world.another();
  const before = world.app.ports.tokens.mac("api_key", "x");
  await rotate(world, true);
  const third = await world.another();
  for (const { app } of [world, other, third]) expect(app.ports.tokens.mac("api_key", "x")).toEqual(before);
  expect(world.app.ports.tokens.mac("refresh", "x")).not.toEqual(before);
});

test("the digest secret and the first signing key are made once by servers that start at once", async () => {
  await using world = await createWorld();
  await world.sql("delete from promptr.server_secrets; delete from promptr.signing_keys");
  const started = await Promise.all(Array.from({ length: 4 }, () => world.another()));
  const digests = started.map(({ app }) => app.ports.tokens.mac("x", "y").toString("hex"));
  expect(new Set(digests).size).toBe(1);
  const [counts] = await world.sql(
    "select (select count(*) from promptr.server_secrets)::int as secrets, (select count(*) from promptr.signing_keys)::int as keys",
  );
  expect(counts).toEqual({ secrets: 1, keys: 1 });
});

test("with PROMPTR_SECRET digests are made with it, on any database, and none is kept there", async () => {
  const env = { PROMPTR_SECRET: `${randomUUID()}-${randomUUID()}` };
  await using one = await createWorld({ env });
  await using two = await createWorld({ env });
  await using without = await createWorld();
  const digestOf = ({ app }: World) => app.ports.tokens.mac("api_key", "x").toString("hex");
  expect(digestOf(one)).toBe(digestOf(two));
  expect(digestOf(one)).not.toBe(digestOf(without));
  expect(await one.sql("select name from promptr.server_secrets")).toEqual([]);
});
