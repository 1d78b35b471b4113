import { exportSPKI, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here has an account of their own, and time only goes on.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const base64url = (value: object | string): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString());

async function expectRefused(world: World, token: string): Promise<void> {
  const caller = world.with({ authorization: `Bearer ${token}` });
  const reply = await caller.post("/auth/logout", { all: true });
  expect(reply.status).toBe(401);
  expect(reply.body.code).toBe("unauthenticated");
}

async function expectStillIn(ada: User): Promise<void> {
  expect((await ada.post("/auth/logout")).status).toBe(204);
}

const signingJwk = async (world: World): Promise<JWK> =>
  (await world.sql("select private_jwk from promptr.signing_keys"))[0]!["private_jwk"] as JWK;

test("what is no token of ours is refused", async () => {
  const ada = await world.user();
  const [header, payload, signature] = ada.accessToken.split(".");
  for (const token of [
    "garbage",
    "a.b.c",
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature!.slice(0, -4)}AAAA`,
    `${header}.${base64url({ ...claimsOf(ada.accessToken), exp: 9_999_999_999 })}.${signature}`,
    ada.refreshToken,
  ]) {
    await expectRefused(world, token);
  }
  await expectStillIn(ada);
});

test("an access token ends on its second, and a new one follows by refresh", async () => {
  const ada = await world.user();
  const expiresAt = Number(claimsOf(ada.accessToken)["exp"]) * 1_000;
  world.clock.now = new Date(expiresAt);
  await expectRefused(world, ada.accessToken);
  const { body } = await world.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken });
  expect((await world.with({ authorization: `Bearer ${body.accessToken}` }).post("/auth/logout")).status).toBe(204);
});

test("a token signed by a stranger's key is refused, also under our key's name", async () => {
  const ada = await world.user();
  const { privateKey } = await generateKeyPair("ES256");
  const { kid } = headerOf(ada.accessToken);
  for (const header of [{ kid: String(kid) }, { kid: "another" }, {}]) {
    const forged = new SignJWT(claimsOf(ada.accessToken)).setProtectedHeader({ alg: "ES256", ...header });
    await expectRefused(world, await forged.sign(privateKey));
  }
  await expectStillIn(ada);
});

test("a token that brings its own key is refused", async () => {
  const ada = await world.user();
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" }) as JWK;
  const forged = new SignJWT(claimsOf(ada.accessToken)).setProtectedHeader({
    alg: "ES256",
    kid: String(headerOf(ada.accessToken)["kid"]),
    jwk,
    jku: `${world.url}/keys`,
  });
  await expectRefused(world, await forged.sign(privateKey));
  await expectStillIn(ada);
});

test("a token without a signature, or signed with our public key as a password, is refused", async () => {
  const ada = await world.user();
  const payload = base64url(claimsOf(ada.accessToken));
  for (const alg of ["none", "None", "NONE"]) {
    await expectRefused(world, `${base64url({ ...headerOf(ada.accessToken), alg })}.${payload}.`);
  }
  const { d: _private, ...open } = await signingJwk(world);
  const spki = await exportSPKI((await importJWK(open, "ES256")) as Parameters<typeof exportSPKI>[0]);
  for (const secret of [spki, spki.trim(), JSON.stringify(open)]) {
    const input = `${base64url({ ...headerOf(ada.accessToken), alg: "HS256" })}.${payload}`;
    await expectRefused(world, `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`);
  }
  await expectStillIn(ada);
});

test("a token of ours that was made for something else is refused", async () => {
  const ada = await world.user();
  const key = await importJWK(await signingJwk(world), "ES256");
  const { kid } = headerOf(ada.accessToken);
  for (const changed of [
    { aud: "other" },
    { iss: "other" },
    { typ: "refresh" },
    { exp: undefined },
    { sid: undefined },
  ]) {
    const token = new SignJWT({ ...claimsOf(ada.accessToken), ...changed } as JWTPayload);
    await expectRefused(world, await token.setProtectedHeader({ alg: "ES256", kid: String(kid) }).sign(key));
  }
  await expectStillIn(ada);
});

test("a token that pairs a session with another user is refused and harms neither", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const mixed = await world.app.ports.tokens.issue({
    userId: eve.userId,
    sessionId: ada.sessionId,
    now: world.clock.now,
  });
  await expectRefused(world, mixed);
  await expectStillIn(ada);
  await expectStillIn(eve);
});

test("a suspended or erased account is refused though its token is good", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [ada.userId]);
  await world.sql("delete from promptr.profiles where id = $1", [eve.userId]);
  await expectRefused(world, ada.accessToken);
  await expectRefused(world, eve.accessToken);
});

test("a public route refuses a wrong credential instead of ignoring it", async () => {
  const caller = world.with({ authorization: "Bearer garbage" });
  expect((await caller.get("/system/features")).status).toBe(401);
});

test("an expired token in the header keeps nobody from getting a new one", async () => {
  const ada = await world.user();
  const caller = world.with({ authorization: "Bearer garbage", "x-api-key": "xmlp_garbage" });
  expect((await caller.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(200);
  const account = { email: "new@example.com", password: "test123", fullName: "New" };
  expect((await caller.post("/auth/register", account)).status).toBe(201);
  expect((await caller.post("/auth/login", account)).status).toBe(400);
  expect((await caller.post("/auth/login", { email: account.email, password: account.password })).status).toBe(200);
});
