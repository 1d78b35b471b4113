import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

const TODAY = new Date("2026-11-22T12:00:00Z");
const OLD = "claude-3-5-sonnet";
const NEW = "claude-sonnet-5-5";
const PATH = "/enrichment/models/migrate";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = TODAY;
});
afterAll(() => world[Symbol.asyncDispose]());

async function prompt(user: User, over: object = {}): Promise<string> {
  const { body, status } = await user.post("/prompts", {
    title: "Notes",
    task: "Summarise {{notes}} in ten words.",
    ...over,
  });
  expect(status).toBe(201);
  return body.id as string;
}
const modelOf = async (user: User, id: string): Promise<string> =>
  (await user.get(`/prompts/${id}`)).body.selectedModel;
const versionsOf = async (user: User, id: string) => (await user.get(`/prompts/${id}/versions`)).body.data;

/** So many copies of an owner's only prompt. */
async function copy(ada: User, number: number): Promise<void> {
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, slug, category, task, raw_prompt, variables, quality_score, selected_model)
     select gen_random_uuid(), user_id, title || n, slug || n, category, task, raw_prompt, variables, quality_score, selected_model
     from promptr.prompts, generate_series(1, $2::int) n where user_id = $1`,
    [ada.userId, number],
  );
  await world.sql(
    `insert into promptr.prompt_versions (prompt_id, user_id, version, author_id, task, raw_prompt, variables, quality_score, selected_model, content_hash)
     select p.id, p.user_id, 1, p.user_id, p.task, p.raw_prompt, p.variables, p.quality_score, p.selected_model, v.content_hash
     from promptr.prompts p, (select content_hash from promptr.prompt_versions where user_id = $1 limit 1) v
     where p.user_id = $1 and not exists (select from promptr.prompt_versions w where w.prompt_id = p.id)`,
    [ada.userId],
  );
}

describe("preparing prompts for another model", () => {
  test("gives each a new version for the replacement and leaves everything else as it was", async () => {
    const ada = await world.user();
    const id = await prompt(ada, { role: "An editor", tags: ["a"], selectedModel: "claude-3-5-sonnet-20241022" });
    const before = (await ada.get(`/prompts/${id}`)).body;
    const { status, body } = await ada.post(PATH, { from: OLD, promptIds: [id] });
    expect(status).toBe(200);
    expect(body).toEqual({
      from: OLD,
      to: NEW,
      dryRun: false,
      prompts: [
        {
          promptId: id,
          title: "Notes",
          status: "migrated",
          previousVersion: 1,
          version: 2,
          selectedModel: NEW,
          findings: [],
          labels: [],
          problem: null,
        },
      ],
      next: null,
      remaining: 0,
    });
    const after = (await ada.get(`/prompts/${id}`)).body;
    expect(after).toEqual({ ...before, selectedModel: NEW, version: 2, revision: 2, updatedAt: after.updatedAt });
    const [newest, first] = await versionsOf(ada, id);
    expect(newest).toMatchObject({ version: 2, message: `From claude-3-5-sonnet-20241022 to ${NEW}` });
    expect(first).toMatchObject({ version: 1, selectedModel: "claude-3-5-sonnet-20241022" });
  });

  test("moves no label: production stays on the old version, and the answer says so", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
    const { body } = await ada.post(PATH, { from: OLD, all: true });
    expect(body.prompts).toMatchObject([{ status: "migrated", labels: [{ label: "production", version: 1 }] }]);
    expect((await ada.get(`/prompts/${id}/labels/production`)).body).toMatchObject({ version: 1, revision: 1 });
    const resolved = await ada.post("/prompts/resolve", { prompts: [{ id, label: "production" }] });
    expect(resolved.text).toContain(OLD);
  });

  test("changes nothing when it is asked again, and nothing of prompts for other models", async () => {
    const ada = await world.user();
    const [old, other] = [await prompt(ada), await prompt(ada, { selectedModel: "gpt-6-sol" })];
    await ada.post(PATH, { from: OLD, promptIds: [old, other] });
    const { body } = await ada.post(PATH, { from: OLD, promptIds: [old, other, old] });
    expect(body.prompts).toMatchObject([
      { promptId: old, status: "unchanged", previousVersion: 2, version: 2, selectedModel: NEW },
      { promptId: other, status: "unchanged", version: 1, selectedModel: "gpt-6-sol" },
    ]);
    expect((await ada.post(PATH, { from: OLD, all: true })).body).toMatchObject({ prompts: [], remaining: 0 });
  });

  test("only says what it would do in a dry run", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    const { body } = await ada.post(PATH, { from: OLD, all: true, dryRun: true });
    expect(body).toMatchObject({
      dryRun: true,
      remaining: 1,
      prompts: [{ promptId: id, status: "would_migrate", previousVersion: 1, version: 2, selectedModel: NEW }],
    });
    expect(await modelOf(ada, id)).toBe(OLD);
    expect(await versionsOf(ada, id)).toHaveLength(1);
  });

  test.each([true, false])("says what the new model refuses (dry run: %s)", async (dryRun) => {
    const ada = await world.user();
    await prompt(ada, { requirements: "Answer with temperature = 0.2 and in ten words.", selectedModel: "gpt-4o" });
    const { body } = await ada.post(PATH, { from: "gpt-4o", to: "gpt-6-luna", all: true, dryRun });
    expect(body.prompts[0].findings).toMatchObject([
      { ruleId: "param-unsupported-by-model", field: "requirements", span: [expect.any(Number), expect.any(Number)] },
    ]);
  });

  test("reaches those behind a hundred that cannot be saved, by `after`", async () => {
    const ada = await world.user();
    await prompt(ada);
    await copy(ada, 100);
    const ids = (await world.sql("select id from promptr.prompts where user_id = $1 order by id", [ada.userId])).map(
      ({ id: each }) => each as string,
    );
    await world.sql("update promptr.prompts set version = 10000 where id = any($1::uuid[])", [ids.slice(0, 100)]);
    const first = (await ada.post(PATH, { from: OLD, all: true })).body;
    expect(first.prompts.map(({ status }: { status: string }) => status)).toEqual(Array(100).fill("refused"));
    expect([first.next, first.remaining]).toEqual([ids[99], 101]);
    const second = (await ada.post(PATH, { from: OLD, all: true, after: first.next })).body;
    expect(second).toMatchObject({ prompts: [{ promptId: ids[100] }], next: null });
    const wrong = await ada.post(PATH, { from: OLD, promptIds: ids.slice(0, 1), after: ids[0] });
    expect(wrong).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  });

  test("takes 100 prompts a call and says how many are left", async () => {
    const ada = await world.user({ tier: "pro" });
    await prompt(ada);
    await copy(ada, 104);
    const first = (await ada.post(PATH, { from: OLD, all: true })).body;
    expect([first.prompts.length, first.remaining]).toEqual([100, 5]);
    expect(first.next).toBe(first.prompts.at(-1).promptId);
    const second = (await ada.post(PATH, { from: OLD, all: true })).body;
    expect([second.prompts.length, second.remaining]).toEqual([5, 0]);
  });

  test("makes one version when it is asked ten times at once", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.post(PATH, { from: OLD, promptIds: [id] })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(answers.filter(({ body }) => body.prompts[0].status === "migrated")).toHaveLength(1);
    expect(await versionsOf(ada, id)).toHaveLength(2);
  });

  test("replays its answer to the same Idempotency-Key", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    const key = { "idempotency-key": randomUUID() };
    const [first, again] = [
      await ada.post(PATH, { from: OLD, promptIds: [id] }, key),
      await ada.post(PATH, { from: OLD, promptIds: [id] }, key),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.body.prompts).toMatchObject([{ status: "migrated" }]);
  });

  test("goes on with the others when one cannot be saved, and says why", async () => {
    const ada = await world.user();
    const [full, fine] = [await prompt(ada), await prompt(ada)];
    await world.sql(
      `insert into promptr.prompt_versions
       select r.* from promptr.prompt_versions v, jsonb_populate_record(v, '{"version": 10000}') r where v.prompt_id = $1`,
      [full],
    );
    await world.sql("update promptr.prompts set version = 10000 where id = $1", [full]);
    const { status, body } = await ada.post(PATH, { from: OLD, promptIds: [full, fine] });
    expect(status).toBe(200);
    expect(body.prompts).toMatchObject([
      { promptId: full, status: "refused", version: 10_000, problem: { code: "too_many_versions" } },
      { promptId: fine, status: "migrated", problem: null },
    ]);
    expect(body.remaining).toBe(1);
  });

  test("leaves deleted prompts alone", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    await ada.delete(`/prompts/${id}`);
    expect((await ada.post(PATH, { from: OLD, all: true })).body).toMatchObject({ prompts: [], remaining: 0 });
    expect(await ada.post(PATH, { from: OLD, promptIds: [id] })).toMatchObject({ status: 404 });
  });

  test("pays no heed to If-Match, which can only be that of one prompt", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    const { body } = await ada.post(PATH, { from: OLD, promptIds: [id] }, { "if-match": '"nothing"' });
    expect(body.prompts).toMatchObject([{ status: "migrated" }]);
  });
});

describe("preparing prompts is refused", () => {
  test("for prompts of others, and then for all that were named", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    const [hers, own] = [await prompt(ada), await prompt(eve)];
    const missing = await eve.post(PATH, { from: OLD, promptIds: [own, randomUUID()] });
    const foreign = await eve.post(PATH, { from: OLD, promptIds: [own, hers] });
    expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect({ ...foreign.body, requestId: "" }).toEqual({ ...missing.body, requestId: "" });
    expect([await modelOf(ada, hers), await modelOf(eve, own)]).toEqual([OLD, OLD]);
    expect((await eve.post(PATH, { from: OLD, all: true })).body.prompts).toMatchObject([{ promptId: own }]);
    expect(await modelOf(ada, hers)).toBe(OLD);
  });

  test("without a credential, and for a key that may not write", async () => {
    const ada = await world.user();
    const id = await prompt(ada);
    expect(await world.anyone.post(PATH, { from: OLD, all: true })).toMatchObject({ status: 401 });
    const reader = await world.apiKey(ada, { scopes: ["prompts:read", "enrichment", "labels:write"] });
    expect(await reader.post(PATH, { from: OLD, all: true })).toMatchObject({
      status: 403,
      body: { code: "insufficient_scope" },
    });
    const writer = await world.apiKey(ada, { scopes: ["prompts:write"] });
    expect((await writer.post(PATH, { from: OLD, all: true })).body.prompts).toMatchObject([{ promptId: id }]);
  });

  const INPUTS: [string, object, string][] = [
    ["a model nobody knows", { from: "nobody-1", all: true }, "body.from"],
    ["a target nobody knows", { from: OLD, to: "nobody-1", all: true }, "body.to"],
    ["a retired target", { from: "gpt-4o", to: OLD, all: true }, "body.to"],
    ["the same model by an alias", { from: OLD, to: "claude-3-5-sonnet-latest", all: true }, "body.to"],
    ["the built-in engine", { from: OLD, to: "promptr-builtin", all: true }, "body.to"],
    ["a model without a replacement", { from: "gpt-6-sol", all: true }, "body.to"],
    ["neither prompts nor all", { from: OLD }, "body"],
    ["prompts and all", { from: OLD, all: true, promptIds: [randomUUID()] }, "body"],
    ["no prompts", { from: OLD, promptIds: [] }, "body.promptIds"],
    [
      "more than 100 prompts",
      { from: OLD, promptIds: Array.from({ length: 101 }, () => randomUUID()) },
      "body.promptIds",
    ],
    ["what is no id", { from: OLD, promptIds: ["1"] }, "body.promptIds.0"],
    ["all that is not true", { from: OLD, all: false }, "body.all"],
    ["a field it does not know", { from: OLD, all: true, baseUrl: "http://evil.test" }, "body.baseUrl"],
  ];
  test.each(INPUTS)("for %s", async (_what, input, path) => {
    const ada = await world.user();
    const { status, body } = await ada.post(PATH, input);
    expect([status, body.code]).toEqual([400, "invalid_input"]);
    expect(JSON.stringify(body)).toContain(`"${path}"`);
  });
});
