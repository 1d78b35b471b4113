import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Limits } from "../../../src/contract/tier.ts";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { Failure } from "../../../src/errors.ts";
import { cleanUp, maintenance } from "../../../src/features/maintenance/index.ts";
import { type User, until, type World } from "../../world.ts";
import { callFor, createFire, enhanceBy, type Fire, freshTask, jobScope, MODELS } from "./fire.ts";
import { ledgerOf, quotaOf, repair, REPAIRABLE, setUsed, USAGE } from "./scene.ts";

/** What one call of gpt-6-luna with USAGE costs. */
const CALL_USD = 0.0002;
const DAY_MS = 86_400_000;
const LIMITS = Limits.parse({ free: { requests: 100_000, modelUsdPerDay: 0.001 } });

let fire: Fire;
let user: User;
beforeAll(async () => {
  fire = await createFire({ timeoutMs: 20_000, limits: LIMITS });
});
afterAll(() => fire[Symbol.asyncDispose]());
beforeEach(async () => {
  fire.reset();
  user = await fire.world.user();
});

const ask = (whose = user) => enhanceBy(whose, MODELS.openai);
const addCost = (whose: User, costUsd: number, agoMs: number, state = "settled") =>
  fire.world.sql(
    `insert into promptr.enhancements (id, user_id, month, state, model, provider, input_tokens, cost_usd, created_at, finished_at)
     select gen_random_uuid(), $1, date_trunc('month', $3::timestamptz), $4, 'gpt-6-luna', 'openai', 9, $2, $3,
       case when $4 <> 'reserved' then $3::timestamptz end`,
    [whose.userId, costUsd, new Date(fire.world.clock.now.getTime() - agoMs), state],
  );
const codeOf = (error: unknown): unknown => (error instanceof Failure ? error.code : error);
/** A call of a job that hangs until it is left. */
async function hanging(whose: User, { world, fake }: Fire = fire) {
  const [sent, left] = [fake.requests.length, new AbortController()];
  const ended = callFor(jobScope(world, { signal: left.signal }), whose).catch(codeOf);
  await fake.until(() => fake.requests.length > sent);
  return { ended, leave: () => left.abort(new Error("left")) };
}

describe("what models may cost within 24 hours", () => {
  test("is held against the provider's own figures: a call is begun below the cap, none at it", async () => {
    fire.fake.reply(repair());
    const statuses: number[] = [];
    for (let call = 1; call <= 7; call += 1) statuses.push((await ask()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const entries = await ledgerOf(fire.world, user);
    expect(entries).toHaveLength(5);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        input_tokens: USAGE.inputTokens,
        output_tokens: USAGE.outputTokens,
        cost_usd: CALL_USD,
      });
    }
    expect(await quotaOf(fire.world, user)).toEqual({ used: 5, reserved: 0, settled: 5, refunded: 0 });
  });

  test("names itself when it is reached, says when enough of it is a day old, and leaves the built-in engine", async () => {
    await addCost(user, 0.0004, DAY_MS - 60_000);
    await addCost(user, 0.0005, DAY_MS - 120_000);
    await addCost(user, 0.0009, DAY_MS - 300_000);
    const refused = await ask();
    expect(refused).toMatchObject({ status: 429, body: { code: "quota_exhausted" } });
    expect(refused.body.detail).toContain("modelUsdPerDay");
    // 0.0018 in all: below the cap once the two oldest are out of sight.
    expect(refused.headers.get("retry-after")).toBe("120");
    expect((await user.post("/enrichment/enhance", { text: REPAIRABLE, model: "promptr-builtin" })).status).toBe(200);
    expect((await ask(await fire.world.user())).status).toBe(200);
    expect((await ask(await fire.world.user({ tier: "pro" }))).status).toBe(200);
  });

  test("counts what was refunded to the caller, for the provider may bill it, and nothing older than a day", async () => {
    await addCost(user, 0.5, DAY_MS);
    expect((await ask()).status).toBe(200);
    await addCost(user, 0.5, 60_000, "refunded");
    expect((await ask()).status).toBe(429);
    expect(await callFor(jobScope(fire.world, { settings: { limits: LIMITS } }), user).catch(codeOf)).toBe(
      "quota_exhausted",
    );
  });

  test("cannot be passed by racing: of 20 at once, one goes to the provider while its cost is not known", async () => {
    const sent = fire.fake.requests.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
    const refused = answers.filter(({ status }) => status === 429);
    const passed = fire.fake.requests.length - sent;
    expect(answers.length - refused.length).toBe(passed);
    expect(passed).toBeLessThanOrEqual(5);
    expect(refused.map(({ headers }) => headers.get("retry-after"))).toContain("30");
    const spent = (await ledgerOf(fire.world, user)).reduce((sum, entry) => sum + Number(entry["cost_usd"]), 0);
    expect(spent).toBeLessThanOrEqual(0.001 + CALL_USD);
    expect(await quotaOf(fire.world, user)).toEqual({ used: passed, reserved: 0, settled: passed, refunded: 0 });
  });

  test("also holds for a model whose price nobody knows: it counts as the dearest, and its cost is told as unknown", async () => {
    const { body } = await enhanceBy(user, "gpt-5.6-sol");
    expect(body).toMatchObject({ status: "improved", usage: { ...USAGE, costUsd: null } });
    expect(await ledgerOf(fire.world, user)).toMatchObject([{ cost_usd: 0.02 }]);
    expect((await ask()).status).toBe(429);
  });
});

describe("a plain call of a model", () => {
  test("is an entry of its kind, with the provider's figures, and says what is left of the month", async () => {
    fire.fake.reply({ text: "Hello!", usage: USAGE });
    const answer = await callFor(jobScope(fire.world), user, { completion: { temperature: 0.5 } });
    expect(answer).toMatchObject({ text: "Hello!", isCutShort: false, usage: { ...USAGE, costUsd: CALL_USD } });
    expect(answer.headers["X-Quota-Enrichments-Remaining"]).toBe("19");
    expect(fire.fake.requests.at(-1)).toMatchObject({ instructions: "Be kind.", input: "Say hello." });
    expect(fire.fake.requests.at(-1)?.body).not.toHaveProperty("temperature"); // gpt-6-luna refuses one
    const rows = await fire.world.sql("select kind, status from promptr.enhancements where user_id = $1", [
      user.userId,
    ]);
    expect(rows).toEqual([{ kind: "test", status: "answered" }]);
    await callFor(jobScope(fire.world), user, { model: MODELS.google, completion: { temperature: 0.5 } });
    expect(fire.fake.requests.at(-1)?.body).toMatchObject({ temperature: 0.5 });
  });

  test("is refused without a provider, for a user who is gone or suspended, and when the month is used up", async () => {
    const scope = jobScope(fire.world);
    expect(await callFor(scope, user, { model: "promptr-builtin" }).catch(codeOf)).toBe("provider_not_configured");
    const gone = { ...user, userId: "0199f0a2-7c1e-7000-8000-000000000001" };
    expect(await callFor(scope, gone).catch(codeOf)).toBe("not_found");
    await fire.world.sql("update promptr.profiles set suspended_at = now() where id = $1", [user.userId]);
    expect(await callFor(scope, user).catch(codeOf)).toBe("not_found");
    const other = await fire.world.user();
    await setUsed(fire.world, other, 20);
    expect(await callFor(scope, other).catch(codeOf)).toBe("quota_exhausted");
  });

  test("ends at the provider when its caller leaves, and counts with an estimate of what was sent", async () => {
    fire.fake.fault({ kind: "hang" });
    const aborted = fire.fake.aborted;
    const call = await hanging(user);
    expect(await quotaOf(fire.world, user)).toMatchObject({ used: 1, reserved: 1 });
    call.leave();
    expect(await call.ended).toBe("overloaded");
    await fire.fake.until(() => fire.fake.aborted > aborted);
    expect(await quotaOf(fire.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
    expect((await ledgerOf(fire.world, user))[0]?.["input_tokens"]).toBeGreaterThan(0);
  });

  test("of a job waits while another one of the account runs, and leaves the second place to the person", async () => {
    user = await fire.world.user({ tier: "pro" });
    fire.fake.fault({ kind: "hang", times: 1 });
    const held = await hanging(user);
    const sent = fire.fake.requests.length;
    const second = callFor(jobScope(fire.world), user);
    expect((await ask()).status).toBe(200);
    expect(fire.fake.requests.length).toBe(sent + 1);
    held.leave();
    expect((await second).text).toBe(repair().text);
    await held.ended;
    const stopping = jobScope(fire.world, { signal: AbortSignal.abort(new Error("stop")) });
    expect(await callFor(stopping, user).catch(codeOf)).toBe("overloaded");
  });
});

describe("a crash between a reservation and its end", () => {
  /** The job as a worker runs it. */
  const clean = async (world: World): Promise<void> => {
    const handler = maintenance.handlers.find(({ job }) => job === cleanUp)!;
    const run = handler.run as (...given: unknown[]) => Promise<void>;
    await run({ ...jobScope(world), db: world.db(AS_JOBS) }, {}, { id: "job" });
  };

  test("is given back once, whatever it was for, and what comes after all changes nothing", async () => {
    fire.fake.fault({ kind: "hang" });
    const call = await hanging(user);
    await addCost(user, 0.0001, 1_000, "reserved"); // another one, whose process is gone
    await fire.world.sql("update promptr.quota_usage set used = 2 where user_id = $1", [user.userId]);
    await clean(fire.world);
    expect(await quotaOf(fire.world, user)).toEqual({ used: 2, reserved: 2, settled: 0, refunded: 0 });
    const present = fire.world.clock.now;
    fire.world.clock.now = new Date(present.getTime() + 3 * 60_000);
    try {
      await clean(fire.world);
      await clean(fire.world);
    } finally {
      fire.world.clock.now = present;
    }
    const refunded = { used: 0, reserved: 0, settled: 0, refunded: 2 };
    expect(await quotaOf(fire.world, user)).toEqual(refunded);
    call.leave(); // the process was only asleep
    await call.ended;
    expect(await quotaOf(fire.world, user)).toEqual(refunded);
    const costs = await ledgerOf(fire.world, user);
    for (const { cost_usd: cost } of costs) expect(cost).toBeGreaterThan(0); // the most it may have cost us
  });
});

describe("the kill switch", () => {
  const set = (enabled: boolean) =>
    fire.world.sql("update promptr.feature_flags set enabled = $1 where name = 'model_calls'", [enabled]);

  test("is felt by every process within a second: no provider is asked, and the built-in engine enhances", async () => {
    const other = await fire.world.another();
    const callers = [user, other.as(user)];
    const enhanceWith = (caller: Pick<User, "post">) => caller.post("/enrichment/enhance", { text: freshTask() });
    for (const caller of callers) expect((await enhanceWith(caller)).body.provider).toBe("openai");
    await set(false);
    const switchedAt = Date.now();
    try {
      await until(async () => {
        const answers = await Promise.all(callers.map(enhanceWith));
        return answers.every(({ body }) => body.provider === "builtin");
      });
      expect(Date.now() - switchedAt).toBeLessThan(1_500); // one second, and the time of the question itself
      const sent = fire.fake.requests.length;
      const { status, body } = await enhanceWith(user);
      expect({ status, model: body.model }).toEqual({ status: 200, model: "promptr-builtin" });
      expect(body.notice).toContain("switched off");
      const before = await quotaOf(fire.world, user);
      expect(await callFor(jobScope(fire.world), user).catch(codeOf)).toBe("feature_disabled");
      expect(await quotaOf(fire.world, user)).toEqual(before);
      expect(fire.fake.requests.length).toBe(sent);
    } finally {
      await set(true);
    }
    await until(async () => (await enhanceWith(await fire.world.user())).body.provider === "openai");
  });

  test("of the environment goes before the table's", async () => {
    await using off = await createFire({ env: { PROMPTR_FLAGS: '{"model_calls":false}' } });
    const someone = await off.world.user();
    expect((await enhanceBy(someone, MODELS.openai)).body).toMatchObject({ provider: "builtin" });
    expect(off.fake.requests).toHaveLength(0);
  });
});

describe("a model that keeps failing", () => {
  test("is not asked any more: 502 at once with Retry-After, and nothing is counted", async () => {
    await using broken = await createFire({ failuresMax: 5 });
    const pro = await broken.world.user({ tier: "pro" });
    broken.fake.fault({ kind: "status", status: 500 });
    for (let call = 1; call <= 5; call += 1) expect((await enhanceBy(pro, MODELS.openai)).status).toBe(502);
    const sent = broken.fake.requests.length;
    const startedAt = performance.now();
    const refused = await enhanceBy(pro, MODELS.openai);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(refused).toMatchObject({ status: 502, body: { code: "provider_failed" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(15);
    expect(broken.fake.requests.length).toBe(sent);
    expect(await quotaOf(broken.world, pro)).toEqual({ used: 0, reserved: 0, settled: 0, refunded: 6 });
    const unsent = (await ledgerOf(broken.world, pro)).filter((entry) => entry["input_tokens"] === 0);
    expect(unsent).toMatchObject([{ state: "refunded", cost_usd: 0 }]);
    broken.fake.heal();
    expect((await enhanceBy(pro, MODELS.google)).status).toBe(200);
  });
});
