import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeSupabase, signSymmetric, signToken, startFakeSupabase } from "../fakes/supabase.ts";
import { createWorld, type World } from "../world.ts";

let fake: FakeSupabase;
let kid: string;
let world: World;
let alone: World;
beforeAll(async () => {
  fake = await startFakeSupabase();
  fake.addKey("RS256");
  kid = fake.addKey("ES256");
  world = await createWorld({ env: fake.env });
  fake.tellTime(world.clock);
  alone = await createWorld(); // no SUPABASE_URL
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await alone[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
const strangersJwk = stranger.publicKey.export({ format: "jwk" });
const seconds = (): number => Math.floor(world.clock.now.getTime() / 1_000);
const unsigned = (alg: string, signature: string): string =>
  `${encode({ alg, kid, typ: "JWT" })}.${encode(fake.claims())}.${signature}`;
const byStranger = (header: object): string => signToken("ES256", stranger, fake.claims(), { kid, header });

const cases: [string, () => string][] = [
  ["alg none without a signature", () => unsigned("none", "")],
  ["alg none with one", () => unsigned("none", "AAAA")],
  ["alg None", () => unsigned("None", "AAAA")],
  [
    "HS256 signed with the public key as PEM",
    () => signSymmetric(fake.publicKey(kid).export({ type: "spki", format: "pem" }), fake.claims(), { kid }),
  ],
  [
    "HS256 signed with the public key as JWK",
    () => signSymmetric(JSON.stringify(fake.publicKey(kid).export({ format: "jwk" })), fake.claims(), { kid }),
  ],
  ["HS256 signed with the project's own secret, in a project with keys", () => fake.signLegacy({}, { kid })],
  ["jwk header", () => byStranger({ jwk: strangersJwk })],
  ["jku header", () => byStranger({ jku: `${fake.url}/evil.json` })],
  ["x5u header", () => byStranger({ x5u: `${fake.url}/evil.pem` })],
  ["jwk header on a token that is right otherwise", () => fake.sign({}, { header: { jwk: strangersJwk } })],
  ["crit header", () => fake.sign({}, { header: { crit: ["exp"] } })],
  ["another type of token", () => fake.sign({}, { header: { typ: "dpop+jwt" } })],
  ["anon key", () => fake.anonKey],
  ["service_role key", () => fake.serviceRoleKey],
  ["anon role, signed with the project's key", () => fake.sign({ role: "anon", aud: "anon" })],
  ["service_role, signed with the project's key", () => fake.sign({ role: "service_role" })],
  ["wrong aud", () => fake.sign({ aud: "promptr-api" })],
  ["wrong iss", () => fake.sign({ iss: "https://stranger.supabase.co/auth/v1" })],
  ["exp-1 s", () => fake.sign({ exp: seconds() - 1 })],
  ["nbf+60 s", () => fake.sign({ nbf: seconds() + 60 })],
  ["signed by a stranger under our key's name", () => byStranger({})],
  ["a signature cut short", () => fake.sign().slice(0, -2)],
  ["an 8 kB token", () => fake.sign({ user_metadata: { full_name: "x".repeat(8_192) } })],
  ["a 7 kB token of nothing", () => `${"a".repeat(3_500)}.${"b".repeat(3_500)}.c`],
  ["random kid", () => fake.sign({}, { header: { kid: randomUUID() } })],
  ["no kid", () => fake.sign({}, { header: { kid: undefined } })],
  ["anonymous person", () => fake.sign({ is_anonymous: true })],
  ["sub is no UUID", () => fake.sign({ sub: "00000000" })],
];

const answer = async (on: World, token: string) => {
  const { status, body } = await on.anyone.get("/prompts", { authorization: `Bearer ${token}` });
  return { status, code: body.code };
};
const REFUSED = { status: 401, code: "unauthenticated" };

describe("case 8: any Bearer", () => {
  test.each(cases)("case 8: %s is 401, and costs no call beyond the keys", async (_name, make) => {
    expect(await answer(world, make())).toEqual(REFUSED);
    expect(fake.calls.all).toBeLessThanOrEqual(1);
    expect(await world.sql("select 1 from promptr.identities")).toEqual([]);
  });

  test.each(cases)("case 8: %s is 401 on a server that knows no Supabase", async (_name, make) => {
    expect(await answer(alone, make())).toEqual(REFUSED);
  });

  test("case 8: random kid x 10,000 is refused 10,000 times and fetches the keys once in 30 s", async () => {
    const { now } = world.clock;
    const { foreignTokens } = world.app.ports;
    let refused = 0;
    for (let hundred = 0; hundred < 100; hundred++) {
      const tokens = Array.from({ length: 100 }, () => fake.sign({}, { header: { kid: randomUUID() } }));
      const answers = await Promise.all(tokens.map((token) => foreignTokens!.verify(token, now)));
      refused += answers.filter((identity) => identity === null).length;
    }
    expect(refused).toBe(10_000);
    const overHttp = Array.from({ length: 100 }, () => answer(world, fake.sign({}, { header: { kid: randomUUID() } })));
    expect(await Promise.all(overHttp)).toEqual(overHttp.map(() => REFUSED));
    expect(fake.calls.all).toBeLessThanOrEqual(1);
  });

  test("case 8: a valid token of a stranger's project is 401 here, and the stranger is not asked", async () => {
    await using other = await startFakeSupabase();
    other.tellTime(world.clock);
    other.addKey("ES256");
    expect(await answer(world, other.sign())).toEqual(REFUSED);
    expect(await answer(world, other.sign({ iss: `${fake.url}/auth/v1` }))).toEqual(REFUSED);
    expect(other.calls.all).toBe(0);
  });
});
