import { describe, expect, onTestFinished, test } from "vitest";
import type { BreakerOptions } from "../../src/adapters/providers/breaker.ts";
import { anthropicProvider } from "../../src/adapters/providers/anthropic.ts";
import { googleProvider, openAiProvider } from "../../src/adapters/providers/openai.ts";
import { type Completion, ProviderFault } from "../../src/contract/ai.ts";
import { type FakeFault, startFakeProviders } from "../fakes/providers.ts";

const DOWN: FakeFault = { kind: "status", status: 500 };
const REPLY = { text: "fine", usage: { inputTokens: 3, outputTokens: 2 } };
/** Over before a test looks, or never. */
const [OVER_MS, LONG_MS] = [0, 60_000];

const ask = (more: Partial<Completion> = {}): Completion => ({
  model: "model-1",
  instructions: "",
  input: "Say so.",
  maxOutputTokens: 10,
  signal: new AbortController().signal,
  requestsMax: 1,
  ...more,
});

const start = async (breaker: BreakerOptions, timeoutMs = 10_000) => {
  const fake = await startFakeProviders();
  onTestFinished(() => fake[Symbol.asyncDispose]());
  fake.reply(REPLY);
  const keyed = { apiKey: "sk-test", timeoutMs, breaker };
  const openai = openAiProvider({ ...keyed, baseUrl: fake.openAiUrl });
  const anthropic = anthropicProvider({ ...keyed, baseUrl: fake.anthropicUrl });
  const google = googleProvider({ ...keyed, baseUrl: fake.googleUrl });
  const kindOf = (completion = ask(), provider = openai): Promise<string> =>
    provider.complete(completion).then(
      () => "answered",
      (error: unknown) => (error instanceof ProviderFault ? error.kind : "cut off"),
    );
  const fail = async (times: number, fault = DOWN) => {
    fake.fault({ ...fault, times });
    for (let call = 0; call < times; call += 1) await kindOf();
  };
  return { fake, openai, anthropic, google, kindOf, fail };
};

describe("a model that keeps failing", () => {
  test("is left alone after five calls in a row: the sixth is told so at once, and when to come back", async () => {
    for (const name of ["openai", "anthropic", "google"] as const) {
      const { fake, kindOf, ...providers } = await start({ restMs: LONG_MS });
      const provider = providers[name];
      fake.fault(DOWN);
      for (let call = 1; call <= 5; call += 1) expect(await kindOf(ask(), provider)).toBe("unavailable");
      const asked = performance.now();
      const sixth = provider.complete(ask());
      await expect(sixth).rejects.toMatchObject({ kind: "paused", provider: name, retryAfterSeconds: 60, requests: 0 });
      expect(performance.now() - asked).toBeLessThan(100);
      expect(fake.requests).toHaveLength(5);
    }
  });

  test("does not keep another model, or another provider, from being asked", async () => {
    const { kindOf, fail, anthropic } = await start({ restMs: LONG_MS });
    await fail(5);
    expect(await kindOf()).toBe("paused");
    expect(await kindOf(ask({ model: "model-2" }))).toBe("answered");
    expect(await kindOf(ask(), anthropic)).toBe("answered");
  });

  test("is asked by one call after its rest, while the others are still told to wait; when that one succeeds, by all", async () => {
    const { fake, kindOf, fail } = await start({ restMs: OVER_MS });
    await fail(5);
    const answered = Promise.withResolvers<void>();
    fake.fault({ kind: "hang", times: 1 });
    const left = new AbortController();
    const probe = kindOf(ask({ signal: left.signal })).finally(answered.resolve);
    await fake.until(() => fake.requests.length === 6);
    expect(await Promise.all([kindOf(), kindOf(), kindOf()])).toEqual(["paused", "paused", "paused"]);
    left.abort();
    expect(await probe).toBe("cut off"); // which proves nothing, so the next one is a probe again
    expect(await kindOf()).toBe("answered");
    expect(await Promise.all([kindOf(), kindOf(), kindOf()])).toEqual(["answered", "answered", "answered"]);
    expect(fake.requests).toHaveLength(10);
  });

  test("is left alone again when the call after its rest fails", async () => {
    const { fake, kindOf, fail } = await start({ restMs: OVER_MS });
    await fail(5);
    fake.fault({ kind: "status", status: 503, times: 1 });
    expect(await kindOf()).toBe("unavailable");
    expect(await kindOf()).toBe("answered");
    await fail(4);
    expect(await kindOf()).toBe("answered");
  });

  test.each<FakeFault>([{ kind: "hang" }, { kind: "status", status: 429, retryAfterSeconds: 40 }, { kind: "reset" }])(
    "may hang, be over its limit or cut the connection: %j",
    async (fault) => {
      const { fail, kindOf } = await start({ restMs: LONG_MS, failuresMax: 3 }, 150);
      await fail(3, fault);
      expect(await kindOf()).toBe("paused");
    },
  );
});

describe("what one request can do", () => {
  test.each<FakeFault>([
    { kind: "status", status: 400 },
    { kind: "status", status: 401 },
    { kind: "refusal" },
    { kind: "garbage" },
    { kind: "huge" },
  ])("%j leaves the model to the others, and shows that it answers", async (fault) => {
    const { fake, fail, kindOf } = await start({ restMs: LONG_MS, failuresMax: 3 });
    await fail(2);
    fake.fault({ ...fault, times: 1 });
    expect(["rejected", "refused", "broken_reply"]).toContain(await kindOf());
    await fail(2);
    expect(await kindOf()).toBe("answered");
  });

  test("a text too long for the time it has says nothing of the model", async () => {
    const { fake, kindOf } = await start({ restMs: LONG_MS, failuresMax: 2 }, 700);
    fake.fault({ kind: "slow_drip" });
    for (let call = 1; call <= 3; call += 1) expect(await kindOf()).toBe("timeout");
    fake.heal();
    expect(await kindOf()).toBe("answered");
  });

  test("callers who leave neither open the circuit nor make earlier failures forgotten", async () => {
    const { fake, fail, kindOf } = await start({ restMs: LONG_MS, failuresMax: 3 });
    await fail(2);
    fake.fault({ kind: "hang", times: 4 });
    for (let call = 1; call <= 4; call += 1) {
      const [sent, left] = [fake.requests.length, new AbortController()];
      const gone = kindOf(ask({ signal: left.signal }));
      await fake.until(() => fake.requests.length > sent);
      left.abort();
      expect(await gone).toBe("cut off");
    }
    await fail(1);
    expect(await kindOf()).toBe("paused");
  });
});
