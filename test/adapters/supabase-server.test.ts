import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { supabaseTokens } from "../../src/adapters/supabase.ts";
import { type FakeSupabase, startFakeSupabase } from "../fakes/supabase.ts";

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
type Verify = Awaited<ReturnType<typeof start>>["verify"];

const expectAway = async (answer: Promise<unknown>): Promise<void> => {
  const failure = await answer.catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ name: "Failure", code: "unavailable", retryAfterSeconds: expect.any(Number) });
};

describe("a project that signs with its secret", () => {
  test("the Auth server is asked once for each token", async () => {
    const { fake, verify } = await start([]);
    const sub = randomUUID();
    const token = fake.signLegacy({ sub });
    fake.feel("slow", 30);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    expect(new Set(answers.map((answer) => answer?.subject))).toEqual(new Set([sub]));
    expect(await verify(token)).toMatchObject({ subject: sub });
    expect(fake.calls).toEqual({ keys: 1, user: 1, all: 2 });
    expect(await verify(fake.signLegacy({}, { kid: "legacy" }))).not.toBeNull();
    expect(fake.calls.user).toBe(2);
  });

  test("a refused token is remembered, so sending it again costs nothing", async () => {
    const { fake, verify } = await start([]);
    const forged = `${fake.signLegacy().slice(0, -6)}AAAAAA`;
    for (let time = 0; time < 20; time++) expect(await verify(forged)).toBeNull();
    expect(fake.calls.user).toBe(1);
  });

  test("of ten thousand different forged tokens the server is shown ten, and the rest are told to come back", async () => {
    const { fake, verify } = await start([]);
    const codes = new Map<string, number>();
    const now = new Date(); // all in one minute, however long it takes here
    for (let time = 0; time < 10_000; time++) {
      const answer = await verify(`${fake.signLegacy().slice(0, -6)}AAAAAA`, now).then(
        (identity) => (identity === null ? "refused" : "let in"),
        ({ code }: { code: string }) => code,
      );
      codes.set(answer, (codes.get(answer) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({ refused: 10, overloaded: 9_990 });
    expect(fake.calls).toEqual({ keys: 1, user: 10, all: 11 });
    expect(await verify(fake.signLegacy({ exp: seconds(later(MINUTE_MS * 10)) }), later(MINUTE_MS))).not.toBeNull();
  });

  test.each([[[]], [["ES256" as const]]])(
    "with the secret in hand its tokens are checked here, with keys beside it %j, and nobody is asked",
    async (algorithms) => {
      const fake = await startFakeSupabase();
      onTestFinished(() => fake[Symbol.asyncDispose]());
      for (const algorithm of algorithms) fake.addKey(algorithm);
      const port = supabaseTokens({ url: fake.url, anonKey: fake.anonKey, secret: fake.secret });
      const sub = randomUUID();
      expect(await port.verify(fake.signLegacy({ sub }), new Date())).toMatchObject({ subject: sub });
      for (let time = 0; time < 200; time++)
        expect(await port.verify(`${fake.signLegacy().slice(0, -6)}AAAAAA`, new Date())).toBeNull();
      expect(await port.verify(fake.signLegacy({ role: "anon" }), new Date())).toBeNull();
      expect(fake.calls.all).toBe(0);
    },
  );

  test("tokens of a key get no question to the server", async () => {
    const { fake, verify } = await start([]);
    const other = await startFakeSupabase();
    onTestFinished(() => other[Symbol.asyncDispose]());
    other.addKey("ES256");
    expect(await verify(other.sign({ iss: `${fake.url}/auth/v1` }))).toBeNull();
    expect(fake.calls).toEqual({ keys: 1, user: 0, all: 1 });
  });

  test("once the project has a key, its secret is believed no more, and nobody is asked about it", async () => {
    const { fake, verify } = await start(["ES256"]);
    for (let time = 0; time < 20; time++) expect(await verify(fake.signLegacy())).toBeNull();
    expect(fake.calls).toEqual({ keys: 1, user: 0, all: 1 });
  });

  test("few ask at once, some wait, the rest are told to come back", async () => {
    const { fake, verify } = await start([]);
    await verify(fake.signLegacy());
    fake.feel("slow", 20);
    const settled = await Promise.allSettled(Array.from({ length: 60 }, () => verify(fake.signLegacy())));
    const refusals = settled.filter((one) => one.status === "rejected");
    expect(refusals.map(({ reason }) => (reason as { code: string }).code)).toEqual(Array(6).fill("overloaded"));
    expect(settled.filter((one) => one.status === "fulfilled" && one.value !== null)).toHaveLength(54);
    expect(fake.inFlightMax).toBe(4);
  });

  test("who waits behind a server that hangs is answered with the first who asked", async () => {
    const { fake, verify } = await start([], 200);
    await verify(fake.signLegacy());
    fake.feel("hang");
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 54 }, () => expectAway(verify(fake.signLegacy()))));
    expect(performance.now() - startedAt).toBeLessThan(200 * 5);
    fake.feel("well");
    expect(await verify(fake.signLegacy())).not.toBeNull();
  });
});

describe("the Auth server is slow or down", () => {
  const moods = ["hang", "error", "garbage", "endless"] as const;
  const spoil = async (fake: FakeSupabase, how: (typeof moods)[number] | "refuse"): Promise<void> =>
    how === "refuse" ? fake.close() : fake.feel(how);
  const heal = async (fake: FakeSupabase, how: string): Promise<void> =>
    how === "refuse" ? fake.listen() : fake.feel("well");

  test("a slow answer is waited for", async () => {
    const { fake, verify } = await start();
    fake.feel("slow", 300);
    expect(await verify(fake.sign())).not.toBeNull();
  });

  test.each([...moods, "refuse"] as const)(
    "keys that cannot be had let nobody in, and are asked for again after 30 seconds: %s",
    async (how) => {
      const { fake, verify } = await start(["ES256"], 300);
      await spoil(fake, how);
      const token = fake.sign();
      await expectAway(verify(token));
      const { all } = fake.calls;
      await expectAway(verify(fake.sign(), later(20_000)));
      await expectAway(verify(fake.signLegacy(), later(20_000)));
      expect(fake.calls.all).toBe(all);
      await heal(fake, how);
      expect(await verify(token, later(31_000))).not.toBeNull();
    },
  );

  test.each([...moods, "refuse"] as const)("a legacy token nobody can vouch for is not let in: %s", async (how) => {
    const { fake, verify } = await start([], 300);
    const known = fake.signLegacy();
    expect(await verify(known)).not.toBeNull();
    await spoil(fake, how);
    const token = fake.signLegacy();
    await expectAway(verify(token));
    expect(await verify(known)).not.toBeNull();
    await heal(fake, how);
    expect(await verify(token)).not.toBeNull(); // an outage is no refusal
  });

  const outage = async (): Promise<{ fake: FakeSupabase; verify: Verify; known: string }> => {
    const { fake, verify } = await start();
    const known = fake.sign();
    expect(await verify(known)).not.toBeNull();
    await fake.close();
    return { fake, verify, known };
  };

  test("verified tokens keep working until they end, however long the server is away", async () => {
    const { verify, known } = await outage();
    for (const minutes of [1, 11, 59]) expect(await verify(known, later(minutes * MINUTE_MS))).not.toBeNull();
    expect(await verify(known, later(61 * MINUTE_MS))).toBeNull();
  });

  test("while the keys are fresh the server is not missed", async () => {
    const { fake, verify } = await outage();
    expect(await verify(fake.sign({}, { now: later(9 * MINUTE_MS).getTime() }), later(9 * MINUTE_MS))).not.toBeNull();
  });

  test("outdated keys speak for older tokens; newer ones wait for the server", async () => {
    const { fake, verify } = await outage();
    const now = later(15 * MINUTE_MS);
    expect(await verify(fake.sign({ iat: seconds(later(-MINUTE_MS)) }), now)).not.toBeNull();
    const young = fake.sign({}, { now: now.getTime() });
    await expectAway(verify(young, now));
    await fake.listen();
    expect(await verify(young, later(16 * MINUTE_MS))).not.toBeNull();
  });

  test("a token of an unknown key is neither let in nor refused for good", async () => {
    const { fake, verify } = await outage();
    fake.addKey("ES256");
    const token = fake.sign();
    await expectAway(verify(token, later(31_000)));
    await fake.listen();
    expect(await verify(token, later(62_000))).not.toBeNull();
  });
});
