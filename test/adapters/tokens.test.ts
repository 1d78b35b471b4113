import { randomBytes, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { beforeEach, expect, test } from "vitest";
import { es256Tokens, generateSigningKey, type SigningKey } from "../../src/adapters/tokens.ts";

const START = new Date("2026-11-01T12:00:00Z");
const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000);
const claims = { userId: randomUUID(), sessionId: randomUUID() };

/** What a database would hold, and how often it was asked. */
let stored: SigningKey[];
let loads: number;
let away: boolean;
const open = () =>
  es256Tokens({
    secret: randomBytes(32),
    load: async () => {
      loads += 1;
      if (away) throw new Error("away");
      return stored;
    },
  });
const key = async (seconds: number, retired: number | null = null): Promise<SigningKey> => ({
  ...(await generateSigningKey()),
  createdAt: at(seconds),
  retiredAt: retired === null ? null : at(retired),
});

beforeEach(async () => {
  stored = [await key(0)];
  loads = 0;
  away = false;
});

const strangers = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const { jwk } = await generateSigningKey();
      const name = { alg: "ES256", kid: randomUUID() };
      return new SignJWT({}).setProtectedHeader(name).sign({ ...jwk, ext: true });
    }),
  );

test("10,000 tokens of keys nobody knows cost one look at the stored keys in five seconds", async () => {
  const tokens = await open();
  const token = await tokens.issue({ ...claims, now: at(0) });
  const [stranger = ""] = await strangers(1);
  const [, payload, signature] = stranger.split(".");
  const forged = Array.from({ length: 10_000 }, () => {
    const header = Buffer.from(JSON.stringify({ alg: "ES256", kid: randomUUID() })).toString("base64url");
    return `${header}.${payload}.${signature}`;
  });
  const before = loads;
  const startedAt = performance.now();
  for (const [index, one] of forged.entries())
    expect(await tokens.verify(one, at((index / forged.length) * 14.9))).toBeNull();
  const perTokenMs = (performance.now() - startedAt) / forged.length;
  expect(loads - before).toBe(2); // at 5 s and at 10 s: the issue looked at 0 s
  expect(perTokenMs).toBeLessThan(1); // 0.02 on a quiet machine
  expect(await tokens.verify(token, at(15))).toMatchObject(claims);
});

test("1,000 unknown keys at one moment share one look", async () => {
  const tokens = await open();
  await tokens.issue({ ...claims, now: at(0) });
  const [stranger = ""] = await strangers(1);
  const before = loads;
  await Promise.all(Array.from({ length: 1_000 }, () => tokens.verify(stranger, at(6))));
  expect(loads - before).toBe(1);
});

test("what is no token, or names no key or another algorithm, costs no look at all", async () => {
  const tokens = await open();
  await tokens.issue({ ...claims, now: at(0) });
  const before = loads;
  const header = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const token of [
    "",
    "garbage",
    "a.b.c",
    ".".repeat(8_000),
    `${header({ alg: "none", kid: "x" })}.e30.`,
    `${header({ alg: "HS256", kid: "x" })}.e30.x`,
    `${header({ alg: "RS256", kid: "x" })}.e30.x`,
    `${header({ alg: "ES256" })}.e30.x`,
    `${header({ alg: "ES256", kid: 7 })}.e30.x`,
  ]) {
    expect(await tokens.verify(token, at(10))).toBeNull();
  }
  expect(loads).toBe(before);
});

test("keys are looked for every 20 seconds while requests go on, and a request waits for them after 30", async () => {
  const tokens = await open();
  const token = await tokens.issue({ ...claims, now: at(0) });
  const gone = stored;
  stored = [await key(1)];
  expect(await tokens.verify(token, at(19))).not.toBeNull();
  expect(await tokens.verify(token, at(20))).not.toBeNull(); // starts the look, does not wait
  await new Promise(setImmediate);
  expect(await tokens.verify(token, at(21))).toBeNull();
  stored = gone;
  expect(await tokens.verify(token, at(51))).not.toBeNull(); // waits
});

test("with the database away tokens go on for half a minute, then nobody is told that a good token is bad", async () => {
  const tokens = await open();
  const token = await tokens.issue({ ...claims, now: at(0) });
  away = true;
  expect(await tokens.verify(token, at(29))).not.toBeNull();
  await expect(tokens.verify(token, at(30))).rejects.toThrow("away");
  await expect(tokens.publicKeys(at(31))).rejects.toThrow("away");
  away = false;
  expect(await tokens.verify(token, at(31))).not.toBeNull();
});

test("a clock that is set back keeps nobody from learning of new keys", async () => {
  const tokens = await open();
  const token = await tokens.issue({ ...claims, now: at(7_200) });
  stored = [await key(1)];
  expect(await tokens.verify(token, at(3_600))).toBeNull();
});

test("a key verifies until a day and five minutes after it was replaced, and is published as long", async () => {
  const [old, current] = [await key(0, 100), await key(100)];
  stored = [current, old];
  const tokens = await open();
  const published = async (seconds: number) => (await tokens.publicKeys(at(seconds))).map(({ kid }) => kid);
  const end = 100 + 86_400 + 300;
  expect(await published(end - 1)).toEqual([current.id, old.id]);
  expect(await published(end + 5)).toEqual([current.id]);
});

test("a new key signs after a minute, at once when it is alone, and the older one until then", async () => {
  const signerAt = async (seconds: number): Promise<string | undefined> => {
    const token = await (await open()).issue({ ...claims, now: at(seconds) });
    return (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid?: string }).kid;
  };
  const [alone] = stored;
  expect(await signerAt(0)).toBe(alone?.id);
  const [old, current] = [await key(0, 100), await key(100)];
  stored = [current, old];
  expect(await signerAt(159)).toBe(old.id);
  expect(await signerAt(160)).toBe(current.id);
  stored = [current, await key(90, 100)]; // both are younger than a minute: the one known longer
  expect(await signerAt(101)).toBe(stored[1]?.id);
});

test("a keyed digest depends on secret, purpose and input, has 32 bytes, and is the same everywhere", async () => {
  const secret = randomBytes(32);
  const make = (bytes: Buffer) => es256Tokens({ secret: bytes, load: async () => stored });
  const [one, two, other] = [await make(secret), await make(secret), await make(randomBytes(32))];
  const digest = one.mac("api_key", "x");
  expect(digest).toHaveLength(32);
  expect(two.mac("api_key", "x")).toEqual(digest);
  expect([one.mac("api_key", "y"), one.mac("refresh", "x"), other.mac("api_key", "x")]).not.toContainEqual(digest);
});
