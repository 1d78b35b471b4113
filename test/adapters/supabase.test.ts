import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { supabaseTokens } from "../../src/adapters/supabase.ts";
import { type Claims, startFakeSupabase } from "../fakes/supabase.ts";

const MINUTE_MS = 60_000;
const later = (ms: number): Date => new Date(Date.now() + ms);
const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000);

/** The adapter and the real supabase-js in it, against an Auth server of its own. */
async function start(keys: ("ES256" | "RS256")[] = ["ES256"], timeoutMs = 5_000) {
  const fake = await startFakeSupabase();
  onTestFinished(() => fake[Symbol.asyncDispose]());
  const kids = keys.map((alg) => fake.addKey(alg));
  const port = supabaseTokens({ url: fake.url, anonKey: fake.anonKey, timeoutMs });
  const verify = (token: string, now = new Date()) => port.verify(token, now);
  return { fake, kids, verify };
}
describe("whose token it is", () => {
  test.each(["ES256", "RS256"] as const)(
    "a %s token is verified by the project's key, which is fetched once",
    async (alg) => {
      const { fake, verify } = await start([alg]);
      const claims = { sub: randomUUID(), email: "Grace@Example.com" };
      expect(await verify(fake.sign(claims))).toEqual({
        subject: claims.sub,
        email: "grace@example.com",
        fullName: "Grace Hopper",
        authenticatedAt: expect.any(Date),
        expiresAt: expect.any(Number),
      });
      expect(await verify(fake.sign())).not.toBeNull();
      expect(fake.calls).toEqual({ keys: 1, user: 0, all: 1 });
    },
  );

  test("tokens of both kinds are verified beside each other", async () => {
    const { fake, kids, verify } = await start(["ES256", "RS256"]);
    for (const kid of kids) expect(await verify(fake.sign({}, { kid }))).not.toBeNull();
    expect(fake.calls.all).toBe(1);
  });

  test("parallel first tokens fetch the keys once", async () => {
    const { fake, verify } = await start();
    fake.feel("slow", 50);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(fake.sign())));
    expect(answers).not.toContain(null);
    expect(fake.calls.all).toBe(1);
  });

  test("`aud` may be a list with ours in it", async () => {
    const { fake, verify } = await start();
    expect(await verify(fake.sign({ aud: ["other", "authenticated"] }))).not.toBeNull();
    expect(await verify(fake.sign({ aud: ["other"] }))).toBeNull();
  });

  test.each<[string, Claims, string | null]>([
    ["full_name goes before name", { full_name: " Ada ", name: "Countess" }, "Ada"],
    ["name when there is no other", { name: "Countess" }, "Countess"],
    ["name when the full one is none", { full_name: "  ", name: "Countess" }, "Countess"],
    ["200 characters", { full_name: "x".repeat(200) }, "x".repeat(200)],
    ["201 characters are no name", { full_name: "x".repeat(201) }, null],
    ["a line break is no name", { full_name: "Ada\nBcc: eve@example.com" }, null],
    ["NUL is no name", { full_name: "A\u0000da" }, null],
    ["half a character is no name", { full_name: "A\ud800" }, null],
    ["an object is no name", { full_name: { toString: "Ada" } }, null],
  ])("a name is taken from what its owner may write freely: %s", async (_case, user_metadata, fullName) => {
    const { fake, verify } = await start();
    expect(await verify(fake.sign({ user_metadata }))).toMatchObject({ fullName });
  });

  test.each([[""], [undefined], ["no address"], [42], [`${"x".repeat(250)}@example.com`]])(
    "what is no address becomes none: %s",
    async (email) => {
      const { fake, verify } = await start();
      expect(await verify(fake.sign({ email }))).toMatchObject({ email: null });
    },
  );

  test("the last sign-in is the newest of `amr`, and refreshing is none", async () => {
    const { fake, verify } = await start();
    const at = async (amr: unknown) => (await verify(fake.sign({ amr })))?.authenticatedAt;
    const entry = (method: string, timestamp: unknown) => ({ method, timestamp });
    expect(await at([entry("totp", 2_000), entry("password", 3_000), entry("otp", 1_000)])).toEqual(
      new Date(3_000_000),
    );
    expect(await at([entry("password", 1_000), entry("token_refresh", 9_000), "mfa", null])).toEqual(
      new Date(1_000_000),
    );
    expect(await at(["pwd", "mfa"])).toBeNull();
    expect(await at([entry("password", "soon")])).toBeNull();
    expect(await at(undefined)).toBeNull();
  });
});

describe("what a token must say", () => {
  const now = new Date();
  const at = (offset: number): number => seconds(now) + offset;

  test.each<[string, Claims]>([
    ["another audience", { aud: "anon" }],
    ["no audience", { aud: undefined }],
    ["another issuer", { iss: "https://stranger.supabase.co/auth/v1" }],
    ["our issuer with a slash", { iss: "slash" }],
    ["no issuer", { iss: undefined }],
    ["role anon", { role: "anon" }],
    ["role service_role", { role: "service_role" }],
    ["no role", { role: undefined }],
    ["a subject that is no UUID", { sub: "1 or 1=1" }],
    ["no subject", { sub: undefined }],
    ["exp a second ago", { exp: at(-1) }],
    ["exp now", { exp: at(0) }],
    ["no exp", { exp: undefined }],
    ["a life of more than seven days", { iat: at(0), exp: at(7 * 86_400 + 1) }],
    ["exp in words", { exp: "tomorrow" }],
    ["nbf in a minute", { nbf: at(60) }],
    ["nbf in 31 seconds", { nbf: at(32) }],
    ["iat in a minute", { iat: at(60) }],
    ["no iat", { iat: undefined }],
    ["an anonymous person", { is_anonymous: true }],
    ["an anonymous person in words", { is_anonymous: "true" }],
  ])("refused though the project signed it, and nobody is asked: %s", async (_case, over) => {
    const { fake, verify } = await start();
    const claims = over["iss"] === "slash" ? { iss: `${fake.url}/auth/v1/` } : over;
    expect(await verify(fake.sign(claims), now)).toBeNull();
    expect(fake.calls.all).toBe(0);
  });

  test("a life of seven days is the longest, as Supabase allows it", async () => {
    const { fake, verify } = await start();
    expect(await verify(fake.sign({ iat: at(0), exp: at(7 * 86_400) }), now)).not.toBeNull();
  });

  test("a clock that runs half a minute ahead is forgiven", async () => {
    const { fake, verify } = await start();
    expect(await verify(fake.sign({ iat: at(29), nbf: at(29) }), now)).not.toBeNull();
  });

  test("a verified token ends on its second", async () => {
    const { fake, verify } = await start();
    const token = fake.sign({ exp: at(600) });
    expect(await verify(token, now)).not.toBeNull();
    expect(await verify(token, new Date((at(600) - 1) * 1_000))).not.toBeNull();
    expect(await verify(token, new Date(at(600) * 1_000))).toBeNull();
  });

  test("what supabase-js cannot read is refused, not an error", async () => {
    const { fake, kids, verify } = await start();
    await verify(fake.sign());
    const [head] = fake.sign({}, { kid: kids[0]! }).split(".");
    const text = JSON.stringify(fake.claims({ email: "X@example.com" }));
    const body = Buffer.from(text).map((byte) => (byte === 0x58 ? 0xff : byte)); // no UTF-8
    expect(await verify(`${head}.${Buffer.from(body).toString("base64url")}.AAAA`)).toBeNull();
    expect(await verify(`${head}.${Buffer.from(text).toString("base64url")}.A`)).toBeNull();
  });
});

describe("keys come and go", () => {
  test("a rotated key is found, the old one verifies on until it is taken away", async () => {
    const { fake, kids, verify } = await start();
    const [old] = kids as [string];
    expect(await verify(fake.sign())).not.toBeNull();
    const young = fake.addKey("RS256");
    // Half a minute after the last question at the latest, the new key is known.
    expect(await verify(fake.sign({}, { kid: young }), later(31_000))).not.toBeNull();
    expect(await verify(fake.sign({}, { kid: old }), later(31_000))).not.toBeNull();
    expect(fake.calls.keys).toBe(2);
    fake.removeKey(young);
    const lost = fake.sign({}, { kid: old });
    fake.addKey("ES256");
    fake.removeKey(old);
    expect(await verify(lost, later(12 * MINUTE_MS))).toBeNull();
    expect(fake.calls).toEqual({ keys: 3, user: 0, all: 3 });
  });

  test("a verified token ends with its key, at most ten minutes after the project took it away", async () => {
    const { fake, kids, verify } = await start();
    const [taken] = kids as [string];
    fake.addKey("ES256");
    const [token, kept] = [fake.sign({}, { kid: taken }), fake.sign()];
    expect([await verify(token), await verify(kept)]).not.toContain(null);
    fake.removeKey(taken);
    expect(await verify(token, later(9 * MINUTE_MS))).not.toBeNull();
    for (const minutes of [11, 12, 50]) expect(await verify(token, later(minutes * MINUTE_MS))).toBeNull();
    expect(await verify(kept, later(50 * MINUTE_MS))).not.toBeNull();
  });

  test("a token refused for a key nobody knew yet is verified once the key is known", async () => {
    const { fake, verify } = await start();
    await verify(fake.sign());
    fake.addKey("ES256");
    const early = fake.sign();
    expect(await verify(early)).toBeNull();
    expect(await verify(early, later(31_000))).not.toBeNull();
  });

  test("10,000 tokens with keys nobody knows ask for the keys once in 30 seconds", async () => {
    const { fake, verify } = await start();
    // Nobody knows the keys, so nobody can look at the signature: one does for all.
    const [, payload, signature] = fake.sign().split(".");
    const garbage = (): string => {
      const header = { alg: "ES256", typ: "JWT", kid: randomUUID() };
      return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.${signature}`;
    };
    const now = new Date();
    for (let hundred = 0; hundred < 100; hundred++) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => verify(garbage(), now)));
      expect(new Set(answers)).toEqual(new Set([null]));
    }
    expect(fake.calls).toEqual({ keys: 1, user: 0, all: 1 });
    await Promise.all(Array.from({ length: 100 }, () => verify(garbage(), new Date(now.getTime() + 29_000))));
    expect(fake.calls.all).toBe(1);
    await Promise.all(Array.from({ length: 100 }, () => verify(garbage(), new Date(now.getTime() + 31_000))));
    expect(fake.calls.all).toBe(2);
  });

  test("keys that are none are passed over", async () => {
    const { fake, verify } = await start();
    for (const junk of [{ kty: "OKP", crv: "Ed25519", kid: "a", x: "AA" }, { kty: "oct", kid: "b", k: "c2VjcmV0" }, {}])
      fake.addJunk(junk);
    fake.addJunk({ kty: "EC", crv: "P-256", kid: "off-curve", x: "A".repeat(43), y: "A".repeat(43), alg: "ES256" });
    expect(await verify(fake.sign())).not.toBeNull();
    for (const kid of ["a", "b", "off-curve"]) expect(await verify(fake.sign({}, { header: { kid } }))).toBeNull();
  });

  test("a key verifies its own algorithm only", async () => {
    const { fake, kids, verify } = await start(["RS256", "ES256"]);
    const [rsa, ec] = kids as [string, string];
    expect(await verify(fake.sign({}, { kid: ec, header: { kid: rsa } }))).toBeNull();
    expect(await verify(fake.sign({}, { kid: rsa, header: { kid: ec } }))).toBeNull();
    expect(await verify(fake.sign({}, { kid: rsa, header: { alg: "ES256" } }))).toBeNull();
  });
});
