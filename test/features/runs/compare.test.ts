import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProviderFault } from "../../../src/contract/ai.ts";
import type { User } from "../../world.ts";
import { createScene, type Scene } from "../enrichment/scene.ts";
import { addCase, NOBODY, promptOf, speaking, tested, VALUES } from "./made.ts";

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

describe("comparing two versions", () => {
  const compare = async (query = "", promptId = id) => user.get(`/prompts/${promptId}/tests/compare${query}`);
  /** Version 1 answers without the name, version 2 with it but longer. */
  const twoVersions = async () => {
    await addCase(user, id, { name: "Better" });
    await addCase(user, id, { name: "Worse", expectations: [{ kind: "matches", pattern: "^.{1,10}$" }] });
    await addCase(user, id, { name: "Same", expectations: [{ kind: "contains", text: "Hello" }] });
    await user.put(`/prompts/${id}`, { task: "Greet {{name}} warmly in {{language}}." });
    scene.fake.answer(({ input }) =>
      input.includes("warmly")
        ? { text: "Hello, dear Ada", usage: { inputTokens: 200, outputTokens: 20 } }
        : { text: "Hello", usage: { inputTokens: 100, outputTokens: 10 } },
    );
    return [await tested(scene, user, id, { version: 1 }), await tested(scene, user, id, { version: 2 })];
  };

  test("says which cases got better or worse, and what that costs", async () => {
    const [one, two] = await twoVersions();
    const { status, body } = await compare("?from=1&to=2");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: { id: one.id, version: 1, passed: 2, failed: 1 },
      to: { id: two.id, version: 2, passed: 2, failed: 1 },
      counts: { better: 1, worse: 1, same: 1, onlyFrom: 0, onlyTo: 0 },
      costUsd: { from: 0.000045, to: 0.00009, difference: 0.000045 },
      cases: [
        { name: "Better", from: false, to: true, verdict: "better", changed: false },
        { name: "Worse", from: true, to: false, verdict: "worse", changed: false },
        { name: "Same", from: true, to: true, verdict: "same", changed: false },
      ],
    });
    expect(body.durationMs.difference).toBe(body.durationMs.to - body.durationMs.from);
    expect((await compare("?from=2&to=1")).body.counts).toMatchObject({ better: 1, worse: 1 });
    expect((await compare()).body).toEqual(body);
    expect((await compare("?from=1")).body).toEqual(body);
    expect((await compare("?to=2")).body).toEqual(body);
  });

  test("calls neither better nor worse what a provider's outage or an unsure judge left open", async () => {
    await addCase(user, id, { name: "Judged", expectations: [{ kind: "judge", criterion: "It is polite" }] });
    await addCase(user, id, { name: "Plain" });
    await user.put(`/prompts/${id}`, { task: "Greet {{name}} warmly in {{language}}." });
    await tested(scene, user, id, { version: 1 });
    scene.fake.answer(speaking("Good evening, Ada.", [{ holds: true, evidence: "Good morning" }]));
    await tested(scene, user, id, { version: 2 });
    const verdicts = async () =>
      (await compare("?from=1&to=2")).body.cases.map(({ verdict }: { verdict: string }) => verdict);
    expect(await verdicts()).toEqual(["unjudged", "same"]);
    scene.stage.instead = ({ input }, name) =>
      input.includes("criteria")
        ? Promise.reject(new ProviderFault(name, "timeout"))
        : Promise.resolve({ text: "Good evening, Ada.", usage: { inputTokens: 1, outputTokens: 1 } });
    await tested(scene, user, id, { version: 2 });
    expect(await verdicts()).toEqual(["unjudged", "same"]);
    expect((await compare("?from=2&to=1")).body.counts).toMatchObject({ better: 0, worse: 0, same: 1, unjudged: 1 });
  });

  test("takes the newest finished run of each, on one model where one is named", async () => {
    await twoVersions();
    const again = await tested(scene, user, id, { version: 1, model: "claude-haiku-5-5" });
    await start({ version: 1 });
    expect((await compare("?from=1&to=2")).body.from.id).toBe(again.id);
    expect((await compare("?from=1&to=2&model=gpt-6-luna")).body.from.model).toBe("gpt-6-luna");
    const missing = await compare("?from=1&to=2&model=claude-haiku-5-5");
    expect([missing.status, missing.body.errors[0]]).toMatchObject([404, { path: "query.to", code: "no_run" }]);
  });

  test("says what only one of them had, and that a case was edited in between", async () => {
    await addCase(user, id, { name: "Gone" });
    const { body: kept } = await addCase(user, id, { name: "Kept" });
    await user.put(`/prompts/${id}`, { task: "Greet {{name}} warmly in {{language}}." });
    await tested(scene, user, id, { version: 1 });
    const { data } = (await user.get(`/prompts/${id}/tests`)).body;
    await user.delete(`/prompts/${id}/tests/${data[0].id}`);
    await user.put(`/prompts/${id}/tests/${kept.id}`, {
      name: "Edited",
      variables: VALUES,
      expectations: data[0].expectations,
    });
    await addCase(user, id, { name: "New" });
    await tested(scene, user, id, { version: 2 });
    const { body } = await compare("?from=1&to=2");
    expect(body.counts).toEqual({ better: 0, worse: 0, same: 1, unjudged: 0, onlyFrom: 1, onlyTo: 1 });
    const seen = new Map(body.cases.map((one: { name: string }) => [one.name, one]));
    expect(seen.get("Gone")).toMatchObject({ from: true, to: null, verdict: "only_from", changed: true });
    expect(seen.get("Edited")).toMatchObject({ verdict: "same", changed: true });
    expect(seen.get("New")).toMatchObject({ from: null, to: true, verdict: "only_to" });
  });

  test("is not found where a version has no finished run, and names it", async () => {
    await addCase(user, id);
    for (const [query, path] of [
      ["", "query.to"],
      ["?from=1&to=2", "query.to"],
    ] as const) {
      const { status, body } = await compare(query);
      expect([status, body.errors[0].path]).toEqual([404, path]);
    }
    await tested(scene, user, id);
    expect((await compare("?from=7&to=1")).body.errors[0].path).toBe("query.from");
    expect((await compare()).body.errors[0].path).toBe("query.from");
    for (const wrong of ["?from=0&to=1", "?from=x&to=1", "?from=1&to=99999999999"])
      expect((await compare(wrong)).status).toBe(400);
    expect((await compare("", NOBODY)).body.errors).toEqual([]);
  });
});
