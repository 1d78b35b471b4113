import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProviderFault } from "../../../src/contract/ai.ts";
import { nextMonth } from "../../../src/contract/tier.ts";
import type { FakeFault } from "../../fakes/providers.ts";
import { type User, until } from "../../world.ts";
import { freshNumber, freshTask } from "./fire.ts";
import { addFailures, createScene, ledgerOf, quotaOf, REPAIRABLE, type Scene, setUsed, TASK, USAGE } from "./scene.ts";

let scene: Scene;
let user: User;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(async () => {
  scene.reset();
  user = await scene.world.user();
});

/** The estimate for what the provider was last sent: four characters to a token. */
const lastSent = () => {
  const { instructions, input } = scene.fake.requests.at(-1)!;
  return { tokens: Math.ceil((instructions.length + input.length) / 4) };
};

const builtIn = () => {
  const text = REPAIRABLE.replace("topic", `topic_${freshNumber()}`);
  return user.post("/enrichment/enhance", { text, model: "promptr-builtin" });
};
const byModel = () => user.post("/enrichment/enhance", { text: freshTask() });
const tally = (answers: { status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, own]) => [status, own?.length]),
  );

describe("the monthly quota", () => {
  test.each([
    ["the built-in engine", builtIn],
    ["a model", byModel],
  ])("gives the last enhancement to exactly one of 20 racing callers of %s", async (_who, ask) => {
    await setUsed(scene.world, user, 19);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    // On a slow machine some find both places of the account taken before they can be told of the month.
    const { 200: paid, 429: late = 0, 503: crowded = 0 } = tally(answers);
    expect({ paid, refused: late + crowded }).toEqual({ paid: 1, refused: 19 });
    expect(await quotaOf(scene.world, user)).toEqual({ used: 20, reserved: 0, settled: 1, refunded: 0 });
  });

  test("says honestly when it starts anew, and does", async () => {
    const { clock } = scene.world;
    const present = clock.now;
    clock.now = new Date(nextMonth(present).getTime() - 90_000); // a token must outlive the wait
    try {
      user = await scene.world.user();
      await setUsed(scene.world, user, 20);
      const refused = await builtIn();
      expect(refused).toMatchObject({ status: 429, body: { code: "quota_exhausted" } });
      expect(refused.headers.get("retry-after")).toBe("90");
      clock.now = new Date(clock.now.getTime() + 90_000);
      const later = await builtIn();
      expect(later.status).toBe(200);
      expect(later.headers.get("x-quota-enrichments-limit")).toBe("20");
      expect(later.headers.get("x-quota-enrichments-remaining")).toBe("19");
    } finally {
      clock.now = present;
    }
  });

  test("is larger for Pro", async () => {
    const pro = await scene.world.user({ tier: "pro" });
    const { headers } = await pro.post("/enrichment/enhance", { text: REPAIRABLE, model: "promptr-builtin" });
    expect(headers.get("x-quota-enrichments-remaining")).toBe("499");
  });

  test("is given back once when a repeated request with the same key fails, and each try is honest", async () => {
    scene.fake.fault({ kind: "status", status: 400 });
    const ask = () => user.post("/enrichment/enhance", { text: TASK }, { "idempotency-key": "retry" });
    expect((await ask()).status).toBe(502);
    scene.fake.heal();
    expect((await ask()).status).toBe(200);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 1 });
  });
});

describe("a provider in trouble", () => {
  const faults: [FakeFault, number, string][] = [
    [{ kind: "status", status: 500 }, 502, "provider_failed"],
    [{ kind: "status", status: 429, retryAfterSeconds: 40 }, 502, "provider_failed"],
    [{ kind: "status", status: 401 }, 502, "provider_failed"],
    [{ kind: "reset_mid_stream" }, 502, "provider_failed"],
  ];
  test.each(faults)("%j becomes %i %s, takes nothing of the month and shows nothing of the key", async (...given) => {
    const [fault, status, code] = given;
    scene.fake.fault(fault);
    const { body, text, headers, ...answer } = await byModel();
    expect({ status: answer.status, code: body.code }).toEqual({ status, code });
    expect(headers.get("retry-after")).toBe(fault.retryAfterSeconds ? "40" : null);
    expect(text).not.toContain("sk-test");
    expect(await quotaOf(scene.world, user)).toEqual({ used: 0, reserved: 0, settled: 0, refunded: 1 });
    const [entry] = await ledgerOf(scene.world, user);
    expect(entry?.["input_tokens"]).toBeGreaterThan(lastSent().tokens); // with the schema
    if (fault.kind === "status") expect(entry).toMatchObject({ output_tokens: 0, cost_usd: 0 });
    else expect(entry?.["cost_usd"]).toBeGreaterThan(0); // it may bill what it had begun
  });

  test("that declines to work on a prompt is 422 and counts: the model has read it", async () => {
    scene.fake.fault({ kind: "refusal" });
    const { status, body } = await byModel();
    expect({ status, code: body.code, detail: body.detail }).toMatchObject({ status: 422, code: "provider_declined" });
    expect(body.detail).toContain("declined");
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
    expect(await ledgerOf(scene.world, user)).toMatchObject([
      { status: null, input_tokens: USAGE.inputTokens, output_tokens: USAGE.outputTokens, cost_usd: 0.0002 },
    ]);
  });

  test.each(["garbage", "truncated", "huge"] as const)(
    "%s: the built-in engine answers, and it counts",
    async (kind) => {
      scene.fake.fault({ kind });
      const { status, body } = await byModel();
      expect(status).toBe(200);
      expect(body).toMatchObject({ provider: "builtin", status: "needs_input" });
      expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
    },
  );

  test("that never answers is 504 and refunded", async () => {
    // The adapter's own deadline is 25 s; what it says at its end is said at once here.
    scene.stage.instead = (_completion, name) => Promise.reject(new ProviderFault(name, "timeout"));
    expect(await byModel()).toMatchObject({ status: 504, body: { code: "provider_timeout" } });
    expect(await quotaOf(scene.world, user)).toEqual({ used: 0, reserved: 0, settled: 0, refunded: 1 });
    const [entry] = await ledgerOf(scene.world, user);
    expect(entry?.["cost_usd"]).toBeGreaterThan(0);
  });

  test("does not take more than two calls of one account at a time; the third is told when to come back", async () => {
    scene.fake.fault({ kind: "hang" });
    const left = new AbortController();
    const seen = scene.fake.requests.length;
    const headers = { authorization: `Bearer ${user.accessToken}`, "content-type": "application/json" };
    const held = [1, 2].map(() => {
      const init = { method: "POST", headers, body: JSON.stringify({ text: freshTask() }), signal: left.signal };
      return fetch(`${scene.world.url}/api/v1/enrichment/enhance`, init).catch(() => undefined);
    });
    await scene.fake.until(() => scene.fake.requests.length === seen + 2);
    const third = await byModel();
    expect(third).toMatchObject({ status: 503, body: { code: "overloaded" } });
    expect(third.headers.get("retry-after")).toBe("2");
    const other = await scene.world.user();
    scene.fake.heal();
    expect((await other.post("/enrichment/enhance", { text: TASK })).status).toBe(200);
    left.abort();
    await Promise.all(held);
    await until(async () => (await quotaOf(scene.world, user)).reserved === 0);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 2, reserved: 0, settled: 2, refunded: 1 });
  });

  test("that meets a bug of ours is 500, and refunded", async () => {
    scene.stage.instead = () => Promise.reject(new TypeError("a bug"));
    expect((await byModel()).status).toBe(500);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 0, reserved: 0, settled: 0, refunded: 1 });
  });
});

describe("refunds after failures of providers", () => {
  const DAY_MS = 24 * 3_600_000;
  const ago = (milliseconds: number) => new Date(scene.world.clock.now.getTime() - milliseconds);

  test("end at twice the month's quota within a day: then no provider is asked until the oldest is a day old", async () => {
    await addFailures(scene.world, user, 1, ago(DAY_MS - 60_000));
    await addFailures(scene.world, user, 38, ago(1_000));
    scene.fake.fault({ kind: "status", status: 400 });
    expect((await byModel()).status).toBe(502);
    const asked = scene.fake.requests.length;
    const refused = await byModel();
    expect(refused).toMatchObject({ status: 429, body: { code: "quota_exhausted" } });
    expect(refused.body.detail).toContain("failed 40 of your enhancements");
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(scene.fake.requests.length).toBe(asked);
    expect((await builtIn()).status).toBe(200);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 40 });
  });

  test("are forgotten after a day, and those of other accounts never count", async () => {
    await addFailures(scene.world, user, 40, ago(DAY_MS));
    await addFailures(scene.world, await scene.world.user(), 40, ago(1_000));
    expect((await byModel()).status).toBe(200);
  });

  test("count also before the month's first enhancement", async () => {
    await addFailures(scene.world, user, 40, ago(1_000));
    expect((await byModel()).status).toBe(429);
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, refunded: 40 });
  });

  test("do not include calls that were never sent", async () => {
    await addFailures(scene.world, user, 40, ago(1_000));
    await scene.world.sql("update promptr.enhancements set input_tokens = 0 where user_id = $1", [user.userId]);
    expect((await byModel()).status).toBe(200);
  });
});
