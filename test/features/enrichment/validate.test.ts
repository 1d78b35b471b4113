import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { GOOD, TASK } from "./scene.ts";

const PARTS = { title: "Notes", task: GOOD, role: "You are a technical writer." };
let world: World;
let user: User;
beforeAll(async () => {
  world = await createWorld();
  user = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const codesOf = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path);

const judge = (body: object) => world.anyone.post("/enrichment/validate", body);
const suggest = (query: Record<string, string>) =>
  user.get(`/enrichment/suggestions?${new URLSearchParams(query).toString()}`);

describe("POST /enrichment/validate", () => {
  test("judges a text without a credential, each finding with its place, its words and its rule", async () => {
    const { status, body } = await world.anyone.post("/enrichment/validate", { text: TASK });
    expect(status).toBe(200);
    expect(body.score).toBeLessThan(90);
    expect(Object.keys(body.dimensions)).toHaveLength(7);
    const finding = body.findings.find(({ ruleId }: { ruleId: string }) => ruleId === "vague-quantifier");
    expect(finding).toMatchObject({ severity: "warning", field: "task", dimension: "clarity" });
    expect(TASK.slice(...(finding.span as [number, number]))).toContain("etc");
  });

  test("judges parts, and finds nothing wrong with a short prompt that says all it needs", async () => {
    const { status, body } = await world.anyone.post("/enrichment/validate", PARTS);
    expect({ status, score: body.score, grade: body.grade, findings: body.findings }).toEqual({
      status: 200,
      score: 100,
      grade: "A",
      findings: [],
    });
  });

  test("judges a stored prompt of the caller together with its model, which lowers the score when it is retired", async () => {
    const old = await user.post("/prompts", PARTS);
    const fresh = await user.post("/prompts", { ...PARTS, selectedModel: "claude-sonnet-5-5" });
    const judged = await user.post("/enrichment/validate", { promptId: old.body.id });
    expect(judged.body.score).toBeLessThanOrEqual(70);
    expect(judged.body.findings).toMatchObject([{ ruleId: "model-retired", severity: "error" }]);
    expect((await user.post("/enrichment/validate", { promptId: fresh.body.id })).body.score).toBe(100);
  });

  test("takes the model from the request before the stored one", async () => {
    const { body } = await user.post("/prompts", PARTS);
    const judged = await user.post("/enrichment/validate", { promptId: body.id, model: "gpt-6-luna" });
    expect(judged.body).toMatchObject({ score: 100, findings: [] });
  });

  test("answers 404 to an id that is another's, missing, deleted, or asked for without a credential, in the same words", async () => {
    const other = await world.user();
    const theirs = await other.post("/prompts", PARTS);
    const deleted = await user.post("/prompts", PARTS);
    await user.delete(`/prompts/${deleted.body.id}`);
    const ids = [theirs.body.id, "0199f0a2-7c1e-7000-8000-000000000001", deleted.body.id];
    const answers = await Promise.all(ids.map((promptId) => user.post("/enrichment/validate", { promptId })));
    answers.push(await world.anyone.post("/enrichment/validate", { promptId: theirs.body.id }));
    const without = answers.map(({ status, body }) => ({ status, ...body, requestId: "" }));
    for (const answer of without) expect(answer).toEqual(without[0]);
    expect(without[0]).toMatchObject({ status: 404, code: "not_found" });
  });

  test("names every fault of the input", async () => {
    const nothing = await judge({});
    expect(nothing).toMatchObject({ status: 400, body: { code: "invalid_input" } });
    expect(codesOf(nothing.body)).toEqual(["body"]);
    expect(codesOf((await judge({ text: TASK, task: TASK })).body)).toEqual(["body"]);
    expect(codesOf((await judge({ role: "You are a poet." })).body)).toEqual(["body.task"]);
    expect(codesOf((await judge({ text: TASK, model: "gpt-99" })).body)).toEqual(["body.model"]);
    expect(codesOf((await judge({ text: TASK, colour: 1, promptId: "x" })).body)).toEqual(
      expect.arrayContaining(["body.colour", "body.promptId"]),
    );
    expect((await judge({ text: "x".repeat(50_001) })).status).toBe(400);
    expect((await judge({ text: "a\0b" })).status).toBe(400);
  });

  test("is limited per address without a credential, and not by that limit with one", async () => {
    await using small = await createWorld({ limits: { validateAnonymous: 2 } });
    const ask = () => small.anyone.post("/enrichment/validate", { text: GOOD });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const refused = await ask();
    expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const signedIn = await small.user();
    for (let time = 0; time < 3; time += 1) {
      expect((await signedIn.post("/enrichment/validate", { text: GOOD })).status).toBe(200);
    }
  });
});

describe("a key that may ask models and not read prompts", () => {
  test("sees nothing of a stored prompt, whether there is one of this id or not, and may judge its own text", async () => {
    const { body } = await user.post("/prompts", { title: "Poem", task: TASK });
    const key = await world.apiKey(user, { scopes: ["enrichment", "prompts:write"] });
    for (const promptId of [body.id, "0199f0a2-7c1e-7000-8000-000000000001"]) {
      const answers = [
        await key.post("/enrichment/enhance", { promptId }),
        await key.post("/enrichment/enhance", { promptId }, { "if-match": 'W/"1"' }),
        await key.post("/enrichment/validate", { promptId }),
        await key.get(`/enrichment/suggestions?promptId=${promptId}`),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
        expect(answer.body.errors[0].code).toBe("prompts:read");
      }
    }
    for (const path of ["validate", "enhance"])
      expect((await key.post(`/enrichment/${path}`, { text: GOOD })).status).toBe(200);
    const reader = await world.apiKey(user, { scopes: ["enrichment", "prompts:read"] });
    expect((await reader.post("/enrichment/validate", { promptId: body.id })).status).toBe(200);
    expect((await reader.get(`/enrichment/suggestions?promptId=${body.id}`)).status).toBe(200);
  });
});

describe("GET /enrichment/suggestions", () => {
  test("gives for a text the edit that makes each improvement, or the question to answer first", async () => {
    const { status, body } = await suggest({ text: "Write a poem about {{topic}} etc. DO IT NOW!!!" });
    expect(status).toBe(200);
    const rules = body.suggestions.map(({ ruleId }: { ruleId: string }) => ruleId);
    expect(rules.indexOf("vague-quantifier")).toBeLessThan(rules.indexOf("shouting"));
    const shouting = body.suggestions.find(({ ruleId }: { ruleId: string }) => ruleId === "shouting");
    expect(shouting.edit).toMatchObject({ field: "task", replacement: expect.any(String) });
    expect(body.suggestions[0]).toMatchObject({ edit: null, question: expect.any(String) });
  });

  test("gives those of a stored prompt to its owner only", async () => {
    const { body } = await user.post("/prompts", { title: "Poem", task: TASK });
    expect((await suggest({ promptId: body.id })).body.suggestions.length).toBeGreaterThan(0);
    const other = await world.user();
    expect(await other.get(`/enrichment/suggestions?promptId=${body.id}`)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  });

  test("wants a credential and exactly one of promptId and text", async () => {
    expect((await world.anyone.get("/enrichment/suggestions?text=a")).status).toBe(401);
    expect(codesOf((await suggest({})).body)).toEqual(["query"]);
    expect(codesOf((await suggest({ text: "a", promptId: "0199f0a2-7c1e-7000-8000-000000000001" })).body)).toEqual([
      "query",
    ]);
  });
});
