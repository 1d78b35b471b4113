import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ProviderFault } from "../../../src/contract/ai.ts";
import { cleanUp, cleanUpDaily } from "../../../src/features/maintenance/index.ts";
import { eraseAccount } from "../../../src/features/privacy/index.ts";
import type { User } from "../../world.ts";
import { createScene, quotaOf, setUsed, type Scene } from "../enrichment/scene.ts";
import { runJob } from "../privacy/fixture.ts";
import { addCase, isJudging, promptOf, speaking, tested, VALUES, work } from "./made.ts";

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

describe("a run that meets trouble", () => {
  const three = async () => {
    for (const name of ["One", "Two", "Three"]) await addCase(user, id, { name });
  };

  test("fails the case a provider failed in, says why, and goes on", async () => {
    await three();
    let calls = 0;
    scene.stage.instead = (_completion, name) => {
      calls += 1;
      if (calls === 2) return Promise.reject(new ProviderFault(name, "timeout"));
      return Promise.resolve({ text: "Ada", usage: { inputTokens: 1, outputTokens: 1 } });
    };
    const run = await tested(scene, user, id);
    expect(run).toMatchObject({ state: "done", passed: 2, failed: 1 });
    expect(run.results[1]).toMatchObject({
      passed: false,
      answer: null,
      failure: "openai did not answer in time",
      checks: [],
    });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 2, refunded: 1 });
  });

  test("fails the case a value is missing in, and names it", async () => {
    await addCase(user, id, { name: "Missing", variables: { name: "Ada" } });
    await addCase(user, id, { name: "Whole" });
    const run = await tested(scene, user, id);
    expect(run.results.map(({ failure }: { failure: string }) => failure)).toEqual([
      "body.variables.language: has no value",
      null,
    ]);
  });

  test("ends as failed when the quota is used up, with what it has", async () => {
    await three();
    await setUsed(scene.world, user, 19);
    const run = await tested(scene, user, id);
    expect(run).toMatchObject({ state: "failed", passed: 1, failed: 1, failure: "The monthly quota is used up" });
    expect(run.results.map(({ failure }: { failure: string }) => failure)).toEqual([
      null,
      "The monthly quota is used up",
    ]);
    expect((await start()).status).toBe(202);
  });

  test("goes on where it was when its worker stopped: only the case in flight is asked again", async () => {
    await three();
    const { body } = await start();
    const [asked, stopping] = [scene.fake.requests.length, new AbortController()];
    const second = scene.fake.until(() => scene.fake.requests.length === asked + 2);
    scene.fake.answer((request) => {
      if (scene.fake.requests.length === asked + 1) scene.fake.fault({ kind: "hang" });
      return speaking("Ada")(request);
    });
    const killed = work(scene, body.id as string, { signal: stopping.signal });
    await second;
    stopping.abort(new Error("The worker stops"));
    await expect(killed).rejects.toThrow("The worker stops");
    expect(await read(body.id as string)).toMatchObject({ state: "running", passed: 1, failed: 0 });
    scene.fake.heal();
    await work(scene, body.id as string);
    expect(await read(body.id as string)).toMatchObject({ state: "done", passed: 3, failed: 0 });
    expect(scene.fake.requests.length - asked).toBe(4);
    await work(scene, body.id as string);
    expect(scene.fake.requests.length - asked).toBe(4);
  });

  test("hands what is left to the next job after five minutes, well before its time is up", async () => {
    await three();
    const { body } = await start();
    let later = 0;
    const real = performance.now.bind(performance);
    const clock = vi.spyOn(performance, "now").mockImplementation(() => real() + later);
    try {
      scene.stage.instead = () => {
        later = 5 * 60_000;
        return Promise.resolve({ text: "Ada", usage: { inputTokens: 1, outputTokens: 1 } });
      };
      await work(scene, body.id as string);
    } finally {
      clock.mockRestore();
    }
    expect(await read(body.id as string)).toMatchObject({ state: "running", passed: 1 });
    const waiting = (await scene.world.queued("prompts.test")).filter(
      (payload) => (payload as { runId: string }).runId === body.id,
    );
    expect(waiting).toHaveLength(2); // the first one was worked here, past the queue
    await work(scene, body.id as string);
    expect(await read(body.id as string)).toMatchObject({ state: "done", passed: 3 });
  });

  test("keeps one result a case when two workers take it at once", async () => {
    await three();
    const { body } = await start();
    await Promise.all([work(scene, body.id as string), work(scene, body.id as string)]);
    expect(await read(body.id as string)).toMatchObject({ state: "done", passed: 3, failed: 0 });
  });

  test("is the newest worker's alone: of two that take it at once the older stops after the question it is at", async () => {
    await three();
    await addCase(user, id, { name: "Four" });
    const { body } = await start();
    const asked = scene.fake.requests.length;
    await Promise.all([work(scene, body.id as string), work(scene, body.id as string)]);
    const run = await read(body.id as string);
    expect(run).toMatchObject({ state: "done", passed: 4, failed: 0 });
    expect(scene.fake.requests.length - asked).toBeLessThanOrEqual(5);
  });

  test("is not paid twice for an answer whose judge was cut off", async () => {
    await addCase(user, id, { expectations: [{ kind: "judge", criterion: "It is polite" }] });
    const { body } = await start();
    const [asked, stopping] = [scene.fake.requests.length, new AbortController()];
    const judging = scene.fake.until(() => scene.fake.requests.length === asked + 2);
    scene.fake.answer((request) => {
      if (scene.fake.requests.length === asked + 1) scene.fake.fault({ kind: "hang" });
      return speaking("Good evening, Ada.", [{ holds: true, evidence: "Good evening" }])(request);
    });
    const killed = work(scene, body.id as string, { signal: stopping.signal });
    await judging;
    stopping.abort(new Error("The worker stops"));
    await expect(killed).rejects.toThrow("The worker stops");
    scene.fake.heal();
    await work(scene, body.id as string);
    expect(scene.fake.requests.slice(asked).map(isJudging)).toEqual([false, true, true]);
    expect(await read(body.id as string)).toMatchObject({ state: "done", passed: 1, inputTokens: expect.any(Number) });
    const [{ draft }] = (await scene.world.sql("select draft from promptr.prompt_test_runs where id = $1", [
      body.id,
    ])) as [{ draft: unknown }];
    expect(draft).toBeNull();
  });

  test("in which no case got an answer ends as failed with the reason, costs nothing, and is not compared", async () => {
    await three();
    scene.stage.instead = (_completion, name) => Promise.reject(new ProviderFault(name, "timeout"));
    const run = await tested(scene, user, id);
    expect(run).toMatchObject({ state: "failed", passed: 0, failed: 3, failure: "openai did not answer in time" });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, refunded: 3 });
    expect((await user.get(`/prompts/${id}/tests/compare?to=1`)).status).toBe(404);
  });

  test("leaves its owner a place among the calls under way, and goes on later when it finds none itself", async () => {
    await three();
    const other = await promptOf(user, { title: "Other" });
    await addCase(user, other);
    const [one, two] = [(await start()).body.id as string, (await start({}, user, other)).body.id as string];
    let [now, most] = [0, 0];
    scene.stage.instead = async () => {
      now += 1;
      most = Math.max(most, now);
      await scene.world.sql("select 1");
      now -= 1;
      return { text: "Ada", usage: { inputTokens: 1, outputTokens: 1 } };
    };
    await Promise.all([work(scene, one), work(scene, two)]);
    expect(most).toBe(1);
    expect(await read(one)).toMatchObject({ state: "done", passed: 3 });
  });

  test("ends when its prompt is deleted, its account is suspended, or calls of models are switched off", async () => {
    await three();
    const { body } = await start();
    await user.delete(`/prompts/${id}`);
    await work(scene, body.id as string);
    const stateOf = async (runId: string) =>
      (await scene.world.sql("select state, failure from promptr.prompt_test_runs where id = $1", [runId]))[0];
    expect(await stateOf(body.id as string)).toEqual({ state: "failed", failure: "The prompt is not there any more" });
    const other = await promptOf(user, { title: "Other" });
    await addCase(user, other);
    const suspended = (await start({}, user, other)).body.id as string;
    await scene.world.sql("update promptr.profiles set suspended_at = now() where id = $1", [user.userId]);
    await work(scene, suspended);
    expect(await stateOf(suspended)).toEqual({ state: "failed", failure: "The account is closed or suspended" });
    const eve = await scene.world.user();
    const hers = await promptOf(eve);
    await addCase(eve, hers);
    const switchedOff = (await start({}, eve, hers)).body.id as string;
    await work(scene, switchedOff, { flags: { model_calls: false } });
    const off = { state: "failed", failure: "Calls of models are switched off at the moment" };
    expect(await stateOf(switchedOff)).toEqual(off);
  });

  test("leaves nothing behind when the account is erased meanwhile", async () => {
    await three();
    const done = await tested(scene, user, id);
    const { body } = await start();
    await user.raw("/api/v1/users/delete-account", {
      method: "DELETE",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ password: "x" }),
    });
    await scene.world.sql("update promptr.profiles set erased_at = now() where id = $1", [user.userId]);
    await runJob(scene.world, eraseAccount, { userId: user.userId });
    await work(scene, body.id as string);
    expect(done.state).toBe("done");
    const left = await scene.world.sql(
      `select 1 from promptr.prompt_test_runs where user_id = $1 union all select 1 from promptr.prompt_test_results
       where user_id = $1 union all select 1 from promptr.prompt_test_cases where user_id = $1`,
      [user.userId],
    );
    expect(left).toEqual([]);
  });

  test("does not run for ever: after an hour it ends, and one that was left is failed by the sweep", async () => {
    await addCase(user, id);
    const { body } = await start();
    const back = (interval: string, runId: string) =>
      scene.world.sql(
        `update promptr.prompt_test_runs set created_at = now() - interval '${interval}', started_at = case when state = 'running' then now() - interval '${interval}' end where id = $1`,
        [runId],
      );
    await scene.world.sql(
      "update promptr.prompt_test_cases set created_at = now() - interval '1 day' where prompt_id = $1",
      [id],
    );
    await scene.world.sql("update promptr.prompt_test_runs set state = 'running' where id = $1", [body.id]);
    await back("61 minutes", body.id as string);
    await work(scene, body.id as string);
    expect(await read(body.id as string)).toMatchObject({ state: "failed", failure: "It took too long" });
    const waited = (await start()).body.id as string;
    await back("110 minutes", waited);
    await work(scene, waited);
    expect(await read(waited)).toMatchObject({ state: "done" }); // a long queue is not its fault
    const left = (await start()).body.id as string;
    await back("121 minutes", left);
    await runJob(scene.world, cleanUp, {});
    expect(await read(left)).toMatchObject({ state: "failed", failure: "It was left unfinished" });
  });

  test("is forgotten after 90 days", async () => {
    await addCase(user, id);
    const [old, young] = [await tested(scene, user, id), await tested(scene, user, id)];
    const age = (runId: string, days: number) =>
      scene.world.sql(
        `update promptr.prompt_test_runs set created_at = now() - interval '${days} days' where id = $1`,
        [runId],
      );
    await age(old.id as string, 91);
    await age(young.id as string, 89);
    await runJob(scene.world, cleanUpDaily, {});
    const kept = (await user.get(`/prompts/${id}/tests/runs`)).body.data;
    expect(kept.map((run: { id: string }) => run.id)).toEqual([young.id]);
    const results = await scene.world.sql("select run_id from promptr.prompt_test_results where user_id = $1", [
      user.userId,
    ]);
    expect(results).toEqual([{ run_id: young.id }]);
  });

  test("keeps what is found in an answer that spells out what no column takes", async () => {
    const schema = { additionalProperties: { type: "string" } };
    await addCase(user, id, { expectations: [{ kind: "json_schema", schema }] });
    scene.stage.instead = () =>
      Promise.resolve({ text: String.raw`{"a\u0000\ud800":1}`, usage: { inputTokens: 1, outputTokens: 1 } });
    const { state, results } = await tested(scene, user, id);
    expect([state, results[0].checks[0].verdict]).toEqual(["done", "unsure"]);
    scene.stage.instead = () =>
      Promise.resolve({ text: String.raw`{"a\u0000":1}`, usage: { inputTokens: 1, outputTokens: 1 } });
    const again = await tested(scene, user, id);
    expect([again.state, again.results[0].checks[0].verdict]).toEqual(["done", "fails"]);
  });

  test("shows no more of a long answer than it should, and keeps what Postgres cannot as a sign", async () => {
    await addCase(user, id, { variables: VALUES });
    scene.stage.instead = () =>
      Promise.resolve({ text: `\0Ada${"x".repeat(60_000)}`, usage: { inputTokens: 1, outputTokens: 1 } });
    const { results } = await tested(scene, user, id);
    expect(results[0]).toMatchObject({ passed: true, answerCharacters: 50_000 });
    expect(results[0].answer).toBe(`\u{FFFD}Ada${"x".repeat(7_996)}`);
  });
});
