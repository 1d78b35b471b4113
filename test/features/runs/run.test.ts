import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProviderFault } from "../../../src/contract/ai.ts";
import { createWorld, type User, until } from "../../world.ts";
import { createScene, eventsOf, ledgerOf, quotaOf, type Scene, setUsed } from "../enrichment/scene.ts";
import { DRAFT, NOBODY, promptOf, speaking, VALUES } from "./made.ts";

let scene: Scene;
let user: User;
let id: string;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(async () => {
  scene.reset();
  scene.fake.answer(speaking("Good evening, Ada."));
  user = await scene.world.user();
  id = await promptOf(user);
});

const run = (body: object = {}, who: Pick<User, "post"> = user, promptId = id) =>
  who.post(`/prompts/${promptId}/run`, { variables: VALUES, ...body });

describe("a prompt that is run", () => {
  test.each([
    ["gpt-6-luna", "openai"],
    ["claude-haiku-5-5", "anthropic"],
    ["gemini-3.8-flash", "google"],
  ])(
    "on %s sends the role as the system's message and the rest as the user's, as render gives them",
    async (...given) => {
      const [model, provider] = given;
      const rendered = (await user.post(`/prompts/${id}/render`, { variables: VALUES })).body;
      const { status, body, headers } = await run({ model });
      expect(status).toBe(200);
      expect(body).toEqual({
        text: "Good evening, Ada.",
        promptId: id,
        version: 1,
        label: null,
        model,
        provider,
        requestedModel: null,
        notice: null,
        usage: { inputTokens: 100, outputTokens: 10, costUsd: expect.any(Number) },
        processingTimeMs: expect.any(Number),
      });
      const asked = scene.fake.requests.at(-1)!;
      expect([asked.instructions, asked.input]).toEqual(
        rendered.messages.map(({ content }: { content: string }) => content),
      );
      expect([asked.instructions, asked.input]).toEqual([DRAFT.role, "Greet Ada in English."]);
      expect(headers.get("x-quota-enrichments-remaining")).toBe("19");
      expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
      const [entry] = await scene.world.sql(
        "select kind, status, prompt_id from promptr.enhancements where user_id = $1",
        [user.userId],
      );
      expect(entry).toEqual({ kind: "run", status: "answered", prompt_id: id });
      expect(await ledgerOf(scene.world, user)).toMatchObject([{ input_tokens: 100, cost_usd: body.usage.costUsd }]);
    },
  );

  test("is the version or the label that was asked for, else the newest", async () => {
    await user.put(`/prompts/${id}`, { task: "Say goodbye to {{name}}." });
    await user.put(`/prompts/${id}/labels/production`, { version: 1 });
    const asked = () => scene.fake.requests.at(-1)?.input;
    expect((await run()).body).toMatchObject({ version: 2, label: null });
    expect(asked()).toBe("Say goodbye to Ada.");
    expect((await run({ label: "production" })).body).toMatchObject({ version: 1, label: "production" });
    expect(asked()).toBe("Greet Ada in English.");
    expect((await run({ version: 1 })).body).toMatchObject({ version: 1, label: null });
    const both = await run({ version: 1, label: "production" });
    expect([both.status, both.body.code]).toEqual([400, "invalid_input"]);
    for (const which of [{ version: 9 }, { label: "staging" }]) {
      const answer = await run(which);
      expect([answer.status, answer.body.errors[0].path]).toEqual([404, `body.${Object.keys(which)[0]}`]);
    }
  });

  test("passes on how long and how varied the answer may be", async () => {
    await run({ model: "claude-haiku-4-5", temperature: 0.3, maxOutputTokens: 50 });
    expect(scene.fake.requests.at(-1)?.body).toMatchObject({ temperature: 0.3, max_tokens: 50 });
    await run();
    expect(JSON.stringify(scene.fake.requests.at(-1)?.body)).not.toContain("temperature");
    const refused = await run({ temperature: 0.3 });
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "body.temperature"]);
    const hot = await run({ model: "claude-haiku-4-5", temperature: 1.5 });
    expect([hot.status, hot.body.errors[0]]).toMatchObject([400, { path: "body.temperature", code: "too_big" }]);
    expect((await run({ model: "claude-haiku-4-5", temperature: 1 })).status).toBe(200);
    for (const wrong of [{ temperature: 3 }, { maxOutputTokens: 0 }, { maxOutputTokens: 1e9 }, { model: "" }]) {
      const { status, body } = await run(wrong);
      expect([status, body.errors[0].path]).toEqual([400, `body.${Object.keys(wrong)[0]}`]);
    }
  });

  test("says when the answer was cut off", async () => {
    scene.fake.fault({ kind: "truncated" });
    const { body } = await run({ maxOutputTokens: 50 });
    expect(body.notice).toBe("The answer ends at 50 tokens");
    expect(body.text).not.toBe("");
  });

  test("on a model that has retired is answered by its replacement, which says so", async () => {
    const old = await promptOf(user, { selectedModel: "claude-3-5-sonnet" });
    const { body } = await run({}, user, old);
    expect(body).toMatchObject({ model: "claude-sonnet-5-5", requestedModel: "claude-3-5-sonnet" });
    expect(body.notice).toContain("claude-sonnet-5-5 answered in its place");
  });

  test("on a model nobody knows is answered by the usual one when the prompt names it, and refused when the caller does", async () => {
    const own = await promptOf(user, { selectedModel: "my-own-model" });
    expect((await run({}, user, own)).body).toMatchObject({ model: "gpt-6-luna", requestedModel: "my-own-model" });
    const refused = await run({ model: "my-own-model" });
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "body.model"]);
  });

  test("needs a provider: the built-in engine answers no questions", async () => {
    const builtIn = await run({ model: "promptr-builtin" });
    expect([builtIn.status, builtIn.body.code]).toEqual([503, "provider_not_configured"]);
    await using bare = await createWorld();
    const there = await bare.user();
    for (const selectedModel of ["gpt-6-luna", "my-own-model"]) {
      const answer = await run({}, there, await promptOf(there, { selectedModel }));
      expect([answer.status, answer.body.code]).toEqual([503, "provider_not_configured"]);
    }
  });

  test("without a value names the variable, and asks nobody", async () => {
    const asked = scene.fake.requests.length;
    const missing = await run({ variables: { name: "Ada" } });
    expect([missing.status, missing.body.code, missing.body.errors[0].path]).toEqual([
      422,
      "variable_missing",
      "body.variables.language",
    ]);
    const broken = await promptOf(user, { task: "Greet {{name" });
    expect((await run({}, user, broken)).body.code).toBe("template_invalid");
    const huge = await run({ variables: { name: "x".repeat(200_000), language: "y" } });
    expect(huge.status).toBe(200);
    const larger = await promptOf(user, { task: "{{name}} ".repeat(10) });
    expect((await run({ variables: { name: "x".repeat(200_000) } }, user, larger)).status).toBe(400);
    const empty = await promptOf(user, { task: "{{name}}" });
    const nothing = await run({ variables: { name: " " } }, user, empty);
    expect([nothing.status, nothing.body.errors[0].code]).toEqual([400, "empty"]);
    expect(scene.fake.requests.length).toBe(asked + 1);
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 1 });
  });

  test("that is longer than its model reads at once is refused before anybody is asked", async () => {
    const long = await promptOf(user, { task: "{{name}} ".repeat(5) });
    const asked = scene.fake.requests.length;
    const name = "word ".repeat(37_000);
    const answer = await run({ model: "claude-haiku-4-5", variables: { name } }, user, long);
    expect([answer.status, answer.body.errors[0]]).toMatchObject([400, { path: "body.variables", code: "too_long" }]);
    expect(answer.body.detail).toContain("claude-haiku-4-5 reads 200000 at once");
    expect(scene.fake.requests.length).toBe(asked);
    expect((await run({ model: "gpt-6-luna", variables: { name } }, user, long)).status).toBe(200);
  });

  test("is the owner's alone: to others it does not exist, published or not", async () => {
    await user.put(`/prompts/${id}`, { isPublic: true });
    const eve = await scene.world.user();
    const [hers, none] = [await run({}, eve), await run({}, eve, NOBODY)];
    expect([hers.status, none.status]).toEqual([404, 404]);
    expect({ ...hers.body, requestId: "", instance: "" }).toEqual({ ...none.body, requestId: "", instance: "" });
    await user.delete(`/prompts/${id}`);
    expect((await run()).status).toBe(404);
    expect((await run({}, scene.world.anyone)).status).toBe(401);
  });

  test("by an API key needs both the scope for models and the one for prompts", async () => {
    const both = await scene.world.apiKey(user, { scopes: ["enrichment", "prompts:read"] });
    expect((await run({}, both)).status).toBe(200);
    for (const scopes of [["enrichment"], ["prompts:read"]]) {
      const answer = await run({}, await scene.world.apiKey(user, { scopes }));
      expect([answer.status, answer.body.code]).toEqual([403, "insufficient_scope"]);
    }
  });

  test("is answered once for one Idempotency-Key", async () => {
    const asked = scene.fake.requests.length;
    const ask = () => user.post(`/prompts/${id}/run`, { variables: VALUES }, { "idempotency-key": "once" });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(scene.fake.requests.length - asked).toBe(1);
  });
});

describe("a run that fails", () => {
  test.each([
    [{ kind: "status", status: 401 }, 502, "provider_failed"],
    [{ kind: "status", status: 429, retryAfterSeconds: 40 }, 502, "provider_failed"],
    [{ kind: "garbage" }, 502, "provider_failed"],
  ] as const)("by %j is %i %s and costs nothing", async (fault, status, code) => {
    scene.fake.fault(fault);
    const answer = await run();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.text).not.toContain("sk-test");
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, reserved: 0, refunded: 1 });
  });

  test("by a model that never answers is 504 and refunded, by one that declines 422 and counted", async () => {
    scene.stage.instead = (_completion, name) => Promise.reject(new ProviderFault(name, "timeout"));
    expect((await run()).body.code).toBe("provider_timeout");
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, refunded: 1 });
    scene.stage.instead = (_completion, name) => Promise.reject(new ProviderFault(name, "refused"));
    expect(await run()).toMatchObject({ status: 422, body: { code: "provider_declined" } });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 1, settled: 1 });
  });

  test("for want of quota asks nobody", async () => {
    await setUsed(scene.world, user, 20);
    const asked = scene.fake.requests.length;
    const answer = await run();
    expect([answer.status, answer.body.code]).toEqual([429, "quota_exhausted"]);
    expect(scene.fake.requests.length).toBe(asked);
  });

  test.each(["runs", "model_calls"])("is refused while %s is switched off", async (flag) => {
    await using off = await createScene({ env: { PROMPTR_FLAGS: JSON.stringify({ [flag]: false }) } });
    const there = await off.world.user();
    const answer = await run({}, there, await promptOf(there));
    expect([answer.status, answer.body.code]).toEqual([403, "feature_disabled"]);
    expect(off.fake.requests).toEqual([]);
  });
});

describe("a run as a stream", () => {
  const open = (body: object = {}, init: RequestInit = {}) =>
    fetch(`${scene.world.url}/api/v1/prompts/${id}/run`, {
      method: "POST",
      body: JSON.stringify({ variables: VALUES, ...body }),
      ...init,
      headers: {
        authorization: `Bearer ${user.accessToken}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
    });
  const collect = async (response: Response) => {
    const events = [];
    for await (const event of eventsOf(response)) events.push(event);
    return events;
  };

  test.each(["gpt-6-luna", "claude-haiku-5-5", "gemini-3.8-flash"])(
    "on %s is a start, the text as it is written, and the reply that JSON would have had",
    async (model) => {
      const response = await open({ model });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const events = await collect(response);
      const deltas = events.slice(1, -1);
      expect(events[0]).toMatchObject({ event: "start", data: { model, promptId: id, version: 1 } });
      expect(deltas.every(({ event }) => event === "delta")).toBe(true);
      expect(deltas.length).toBeGreaterThan(1);
      expect(deltas.map(({ data }) => data.text).join("")).toBe("Good evening, Ada.");
      const plain = await run({ model });
      expect({ ...events.at(-1)?.data, processingTimeMs: 0 }).toEqual({ ...plain.body, processingTimeMs: 0 });
    },
  );

  test("shows the start while the provider is silent; a caller who leaves stops the call, and it counts", async () => {
    scene.fake.fault({ kind: "hang" });
    const [aborted, left] = [scene.fake.aborted, new AbortController()];
    const response = await open({}, { signal: left.signal });
    expect((await eventsOf(response).next()).value).toMatchObject({ event: "start" });
    left.abort();
    await scene.fake.until(() => scene.fake.aborted > aborted);
    await until(async () => (await quotaOf(scene.world, user)).reserved === 0);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 1, reserved: 0, settled: 1, refunded: 0 });
  });

  test("that breaks in the middle ends with the problem; one that fails before the start is a plain problem", async () => {
    scene.fake.fault({ kind: "reset_mid_stream" });
    const events = await collect(await open());
    expect(events.at(0)?.event).toBe("start");
    expect(events.at(-1)).toMatchObject({ event: "error", data: { status: 502, code: "provider_failed" } });
    await setUsed(scene.world, await swap(), 20);
    const response = await open();
    expect(response.status).toBe(429);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });
  const swap = async (): Promise<User> => {
    user = await scene.world.user();
    id = await promptOf(user);
    return user;
  };
});
