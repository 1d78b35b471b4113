import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProviderFault } from "../../../src/contract/ai.ts";
import { until, type User } from "../../world.ts";
import { createScene, quotaOf, type Scene } from "../enrichment/scene.ts";
import { addCase, isJudging, NOBODY, promptOf, speaking, tested, work } from "./made.ts";

let scene: Scene;
let user: User;
let id: string;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(async () => {
  scene.reset();
  scene.fake.answer(speaking("Good evening, Ada.", [{ holds: true, evidence: "Good evening" }]));
  user = await scene.world.user();
  id = await promptOf(user);
});

const start = (body: object = {}, who: Pick<User, "post"> = user, promptId = id) =>
  who.post(`/prompts/${promptId}/tests/run`, body);
const read = async (runId: string) => (await user.get(`/prompts/${id}/tests/runs/${runId}`)).body;
const judging = { kind: "judge", criterion: "It is polite" };

describe("a test run", () => {
  test("is queued at once, asks for every case, and says of each what came of it", async () => {
    await addCase(user, id, { name: "Good" });
    await addCase(user, id, {
      name: "Bad",
      expectations: [
        { kind: "contains", text: "Eve" },
        { kind: "matches", pattern: "Ada" },
      ],
    });
    const started = await start();
    expect(started.status).toBe(202);
    const queued = { id: started.body.id, promptId: id, version: 1, model: "gpt-6-luna", state: "queued", cases: 2 };
    expect(started.body).toMatchObject({ ...queued, passed: 0, failed: 0, finishedAt: null });
    expect(started.headers.get("location")).toBe(`/api/v1/prompts/${id}/tests/runs/${started.body.id}`);
    expect(await scene.world.queued("prompts.test")).toContainEqual({ runId: started.body.id });
    await work(scene, started.body.id as string);
    const run = await read(started.body.id as string);
    const spent = { inputTokens: 200, outputTokens: 20, costUsd: 0.00003 };
    expect(run).toMatchObject({ ...queued, ...spent, state: "done", passed: 1, failed: 1, failure: null });
    expect(run.finishedAt).not.toBeNull();
    expect(run.results).toMatchObject([
      {
        name: "Good",
        passed: true,
        failure: null,
        answer: "Good evening, Ada.",
        answerCharacters: 18,
        inputTokens: 100,
      },
      { name: "Bad", passed: false },
    ]);
    expect(run.results[1].checks).toEqual([
      {
        kind: "contains",
        not: false,
        about: "Eve",
        passed: false,
        verdict: "fails",
        reason: null,
        evidence: null,
        model: null,
      },
      {
        kind: "matches",
        not: false,
        about: "Ada",
        passed: true,
        verdict: "holds",
        reason: null,
        evidence: null,
        model: null,
      },
    ]);
    expect(await quotaOf(scene.world, user)).toEqual({ used: 2, reserved: 0, settled: 2, refunded: 0 });
    const kinds = await scene.world.sql(
      "select distinct kind, prompt_id from promptr.enhancements where user_id = $1",
      [user.userId],
    );
    expect(kinds).toEqual([{ kind: "test", prompt_id: id }]);
    expect(scene.fake.requests.at(-1)).toMatchObject({
      instructions: "You are a polite host.",
      input: "Greet Ada in English.",
    });
  });

  test("is of the version or label that was asked for, on the model that was asked for", async () => {
    await addCase(user, id);
    await user.put(`/prompts/${id}`, { task: "Say goodbye to {{name}}." });
    await user.put(`/prompts/${id}/labels/production`, { version: 1 });
    const run = await tested(scene, user, id, { label: "production", model: "claude-haiku-5-5" });
    expect(run).toMatchObject({ version: 1, model: "claude-haiku-5-5", passed: 1 });
    expect(scene.fake.requests.at(-1)).toMatchObject({ provider: "anthropic", input: "Greet Ada in English." });
    expect(await tested(scene, user, id)).toMatchObject({ version: 2 });
    expect(scene.fake.requests.at(-1)?.input).toBe("Say goodbye to Ada.");
    const retired = await start({ model: "claude-3-5-sonnet" });
    expect(retired.body).toMatchObject({ model: "claude-sonnet-5-5" });
  });

  test("is worked by a worker, from the queue", async () => {
    await using worker = await createScene({ role: "all" });
    worker.fake.answer(speaking("Ada"));
    const there = await worker.world.user();
    const prompt = await promptOf(there);
    await addCase(there, prompt);
    const { body } = await start({}, there, prompt);
    const state = async () => (await there.get(`/prompts/${prompt}/tests/runs/${body.id}`)).body;
    expect(await until(async () => (await state()).state === "done" && (await state()))).toMatchObject({ passed: 1 });
  });

  test("needs cases, a prompt, a version there is, and a model that answers", async () => {
    expect((await start()).body.code).toBe("no_test_cases");
    await addCase(user, id);
    expect((await start({ model: "promptr-builtin" })).body.code).toBe("provider_not_configured");
    expect((await start({ model: "nobody" })).body.errors[0].path).toBe("body.model");
    expect((await start({ version: 9 })).body.errors[0]).toMatchObject({
      path: "body.version",
      code: "unknown_version",
    });
    expect((await start({ label: "staging" })).status).toBe(404);
    expect((await start({ label: "staging", version: 1 })).status).toBe(400);
    expect((await start({}, user, NOBODY)).status).toBe(404);
    await using bare = await createScene({ env: { PROMPTR_FLAGS: '{"runs":false}' } });
    const there = await bare.world.user();
    expect((await start({}, there, await promptOf(there))).body.code).toBe("feature_disabled");
  });

  test("is the only one of its prompt, however many are asked for at once", async () => {
    await addCase(user, id);
    const answers = await Promise.all([1, 2, 3, 4].map(() => start()));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("test_run_running");
    await work(scene, answers.find(({ status }) => status === 202)!.body.id as string);
    expect((await start()).status).toBe(202);
  });

  test("is one of a few a day; who was told that one is under way has used up no try", async () => {
    await using few = await createScene({ limits: { free: { requests: 1_000 }, testRuns: 2 } });
    const there = await few.world.user();
    const prompts = await Promise.all([1, 2, 3].map((n) => promptOf(there, { title: `Prompt ${n}` })));
    for (const prompt of prompts) await addCase(there, prompt);
    const ask = async (n: number) => (await start({}, there, prompts[n])).body.code ?? 202;
    expect([await ask(0), await ask(0), await ask(0), await ask(1), await ask(2)]).toEqual([
      202,
      "test_run_running",
      "test_run_running",
      202,
      "rate_limited",
    ]);
  });

  test("is asked for once with one Idempotency-Key", async () => {
    await addCase(user, id);
    const ask = () => user.post(`/prompts/${id}/tests/run`, {}, { "idempotency-key": "once" });
    const [first, second] = [await ask(), await ask()];
    expect([second.status, second.body.id]).toEqual([202, first.body.id]);
  });

  test("is the owner's alone, by any way; by a key it needs both scopes", async () => {
    await addCase(user, id);
    const { body } = await start();
    const eve = await scene.world.user();
    await user.put(`/prompts/${id}`, { isPublic: true });
    const own = await promptOf(eve);
    const answers = [
      await start({}, eve),
      await eve.get(`/prompts/${id}/tests/runs`),
      await eve.get(`/prompts/${id}/tests/runs/${body.id}`),
      await eve.get(`/prompts/${own}/tests/runs/${body.id}`),
      await eve.get(`/prompts/${id}/tests/compare`),
      await eve.get(`/prompts/${NOBODY}/tests/runs/${NOBODY}`),
    ];
    for (const answer of answers) {
      expect({ ...answer.body, requestId: "", instance: "" }).toEqual({
        ...answers[0]!.body,
        requestId: "",
        instance: "",
      });
      expect(answer.status).toBe(404);
    }
    expect((await start({}, scene.world.anyone)).status).toBe(401);
    const key = await scene.world.apiKey(user, { scopes: ["enrichment"] });
    expect((await start({}, key)).body.code).toBe("insufficient_scope");
  });

  test("is listed with the others of its prompt, newest first, page by page", async () => {
    await addCase(user, id);
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.unshift((await tested(scene, user, id)).id);
    const first = (await user.get(`/prompts/${id}/tests/runs?limit=2&include=total`)).body;
    expect(first.data.map((run: { id: string }) => run.id)).toEqual(ids.slice(0, 2));
    expect(first.data[0]).toMatchObject({ state: "done", passed: 1, failed: 0, costUsd: 0.000015 });
    expect(first.pagination).toMatchObject({ hasMore: true, total: 3 });
    const rest = (await user.get(`/prompts/${id}/tests/runs?limit=2&cursor=${first.pagination.nextCursor}`)).body;
    expect(rest.data.map((run: { id: string }) => run.id)).toEqual(ids.slice(2));
    expect((await user.get(`/prompts/${id}/tests/runs?cursor=forged`)).body.code).toBe("invalid_cursor");
  });
});

describe("a judge", () => {
  test("is of another provider than the writer, gets all criteria at once, and must quote the answer", async () => {
    const verdicts = [
      { holds: true, evidence: "Good evening" },
      { holds: true, evidence: "Good morning" },
      { holds: false, evidence: "evening, Ada" },
    ];
    scene.fake.answer(speaking("Good evening, Ada.", verdicts));
    const second = { ...judging, criterion: "It is morning" };
    await addCase(user, id, { expectations: [judging, second, { ...judging, criterion: "It is rude", not: true }] });
    const asked = scene.fake.requests.length;
    const run = await tested(scene, user, id);
    const requests = scene.fake.requests.slice(asked);
    expect(requests.map((request) => [request.provider, isJudging(request)])).toEqual([
      ["openai", false],
      ["anthropic", true],
    ]);
    expect(requests[1]?.schema).toMatchObject({ properties: { verdicts: { type: "array" } } });
    expect(run.results[0].checks).toMatchObject([
      { verdict: "holds", passed: true, evidence: "Good evening", model: "claude-haiku-5-5" },
      { verdict: "unsure", passed: false, evidence: null, reason: "The judge quoted what the answer does not say" },
      { verdict: "fails", not: true, passed: true, evidence: "evening, Ada" },
    ]);
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 2 });
  });

  test("is the model that was named, and of the writer's provider where there is no other", async () => {
    await addCase(user, id, { expectations: [{ ...judging, model: "gemini-3.8-flash" }] });
    const run = await tested(scene, user, id);
    expect(run.results[0].checks[0]).toMatchObject({ passed: true, model: "gemini-3.8-flash" });
    await using one = await createScene({ env: { ANTHROPIC_API_KEY: "", GOOGLE_AI_API_KEY: "" } });
    one.fake.answer(speaking("Good evening", [{ holds: true, evidence: "Good evening" }]));
    const there = await one.world.user();
    const prompt = await promptOf(there);
    await addCase(there, prompt, { expectations: [judging] });
    expect((await tested(one, there, prompt)).results[0].checks[0]).toMatchObject({
      passed: true,
      model: "gpt-6-luna",
    });
  });

  test("that fails fails the case with the reason, keeps the answer, and the run goes on", async () => {
    await addCase(user, id, { name: "First", expectations: [judging, { kind: "contains", text: "Ada" }] });
    await addCase(user, id, { name: "Second" });
    scene.stage.instead = (completion, name) =>
      completion.schema
        ? Promise.reject(new ProviderFault(name, "rejected"))
        : Promise.resolve({ text: "Ada", usage: { inputTokens: 1, outputTokens: 1 } });
    const run = await tested(scene, user, id);
    expect(run).toMatchObject({ state: "done", passed: 1, failed: 1 });
    expect(run.results[0]).toMatchObject({ passed: false, answer: "Ada", failure: "anthropic refused the request" });
    expect(run.results[0].checks).toMatchObject([{ verdict: "unsure" }, { passed: true }]);
  });
});
