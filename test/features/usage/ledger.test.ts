import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cleanUp } from "../../../src/features/maintenance/index.ts";
import type { User } from "../../world.ts";
import { callFor, jobScope } from "../enrichment/fire.ts";
import { createScene, repair, type Scene, TASK, USAGE } from "../enrichment/scene.ts";
import { runJob } from "../privacy/fixture.ts";

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

const callsOf = ({ userId }: User) =>
  scene.world.sql(
    `select id, action_type, tokens_used, model_used, cost_usd::float8 as cost_usd, success, prompt_id, prompt_version, label
     from promptr.usage_tracking where user_id = $1 and resource_type = 'model_call' order by action_type, success, id`,
    [userId],
  );
/** What the ledger and the usage rows say of finished work, which must be the same. */
const sums = async ({ userId }: User) => {
  const [row] = await scene.world.sql(
    `select (select json_build_array(count(*), coalesce(sum(input_tokens + output_tokens), 0), coalesce(sum(cost_usd), 0))
         from promptr.enhancements where user_id = $1 and state <> 'reserved') as ledger,
       (select json_build_array(count(*), coalesce(sum(tokens_used), 0), coalesce(sum(cost_usd), 0))
         from promptr.usage_tracking where user_id = $1 and resource_type = 'model_call') as usage`,
    [userId],
  );
  return row as { ledger: number[]; usage: number[] };
};

test("an enhancement is a request without tokens and a call of a model with the ledger's own, written with it", async () => {
  const made = await user.post("/prompts", { title: "Enhanced", task: TASK });
  const asked = await user.post("/enrichment/enhance", { promptId: made.body.id, model: "gpt-6-luna" });
  expect(asked.status).toBe(200);
  // Without a flush: this row is never only in memory.
  expect(await callsOf(user)).toEqual([
    {
      id: asked.body.id,
      action_type: "enhance",
      tokens_used: USAGE.inputTokens + USAGE.outputTokens,
      model_used: "gpt-6-luna",
      cost_usd: asked.body.usage.costUsd,
      success: true,
      prompt_id: made.body.id,
      prompt_version: 1,
      label: null,
    },
  ]);
  const before = await sums(user);
  expect(before.usage).toEqual(before.ledger);
  await scene.world.app.ports.usage.flush();
  const requests = await scene.world.sql(
    `select action_type, tokens_used, cost_usd, prompt_id, prompt_version from promptr.usage_tracking
     where user_id = $1 and resource_type = 'enrichment'`,
    [user.userId],
  );
  expect(requests).toEqual([
    { action_type: "enhancePrompt", tokens_used: 0, cost_usd: null, prompt_id: made.body.id, prompt_version: 1 },
  ]);
});

test("a run tells which version it was, under which label, and a job's call counts like a request's", async () => {
  scene.fake.reply({ text: "Rain falls.", usage: USAGE });
  const made = await user.post("/prompts", { title: "Run", task: "Explain {{topic}}." });
  const id = made.body.id as string;
  await user.put(`/prompts/${id}/labels/production`, { version: 1 });
  await user.post(`/prompts/${id}/run`, { label: "production", variables: { topic: "rain" }, model: "gpt-6-luna" });
  await callFor(jobScope(scene.world), user);
  expect(await callsOf(user)).toEqual([
    expect.objectContaining({
      action_type: "run",
      prompt_id: id,
      prompt_version: 1,
      label: "production",
      success: true,
    }),
    expect.objectContaining({ action_type: "test", prompt_id: null, success: true }),
  ]);
});

test("what is refunded, and what a dead process left, is a failed call at the cost the ledger keeps, and none counts twice", async () => {
  scene.fake.fault({ kind: "status", status: 400 });
  await user.post("/enrichment/enhance", { text: TASK, model: "gpt-6-luna" });
  scene.fake.heal();
  scene.fake.reply(repair());
  await scene.world.sql(
    `insert into promptr.enhancements (id, user_id, month, model, provider, cost_usd, created_at)
     values (gen_random_uuid(), $1, date_trunc('month', now()), 'gpt-6-luna', 'openai', 0.01, now() - interval '1 hour')`,
    [user.userId],
  );
  await runJob(scene.world, cleanUp, {});
  await runJob(scene.world, cleanUp, {});
  await scene.world.sql("update promptr.enhancements set cost_usd = cost_usd where user_id = $1", [user.userId]);
  const calls = await callsOf(user);
  expect(calls.map(({ success }) => success)).toEqual([false, false]);
  const { ledger, usage } = await sums(user);
  expect(ledger[0]).toBe(2);
  expect(usage).toEqual(ledger);
});

test("a call that ends after its account was closed leaves no row", async () => {
  const id = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a11";
  await scene.world.sql(
    `insert into promptr.enhancements (id, user_id, month, model, provider, created_at)
     values ($2, $1, date_trunc('month', now()), 'm', 'openai', now())`,
    [user.userId, id],
  );
  await scene.world.sql("update promptr.profiles set erased_at = now() where id = $1", [user.userId]);
  await scene.world.sql("update promptr.enhancements set state = 'settled', finished_at = now() where id = $1", [id]);
  expect(await callsOf(user)).toEqual([]);
});
