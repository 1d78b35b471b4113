import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { asUser } from "../../../src/db/identity.ts";
import { resolvedPrompts } from "../../../src/features/rendering/queries.ts";
import { watchStatements } from "../../statements.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => void vi.restoreAllMocks());

const make = async (who: User, over: object = {}) => {
  const made = await who.post("/prompts", { title: "T", task: "Hello {{name}}", slug: `s-${randomUUID()}`, ...over });
  if (made.status !== 201) throw new Error(made.text);
  return made.body as { id: string; slug: string };
};
const resolve = (who: User, prompts: readonly object[], headers = {}) =>
  who.post("/prompts/resolve", { prompts }, headers);

/** Those that look at prompts; who asks, and what has changed, is asked for by others in their own time. */
const ofPrompts = (sent: readonly string[]) =>
  sent.filter((sql) => /prompt_versions|prompt_labels|promptr"?\."?prompts\b/.test(sql));

describe("POST /prompts/resolve", () => {
  test("gives each prompt in its place: by id or slug, at the newest, a version or a label, rendered when asked", async () => {
    const { id, slug } = await make(ada, { role: "Be brief", variables: [{ name: "name", default: "you" }] });
    await ada.put(`/prompts/${id}`, { task: "Goodbye {{name}}" });
    await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
    const answer = await resolve(ada, [
      { slug },
      { id, version: 1 },
      { slug, label: "production", variables: { name: "Eve" } },
      { id, label: "latest", variables: {} },
    ]);
    expect(answer.status).toBe(200);
    const [newest, first, labelled, latest] = answer.body.data;
    expect(newest).toEqual({
      id,
      slug,
      title: "T",
      version: 2,
      label: null,
      role: "Be brief",
      task: "Goodbye {{name}}",
      context: null,
      requirements: null,
      style: null,
      output: null,
      rawPrompt: "# Role\nBe brief\n\n# Task\nGoodbye {{name}}",
      model: expect.any(String),
      variables: [{ name: "name", type: "string", required: true, default: "you" }],
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([first.version, first.task, first.rendered]).toEqual([1, "Hello {{name}}", undefined]);
    expect([labelled.version, labelled.label]).toEqual([1, "production"]);
    expect(labelled.rendered.messages).toEqual([
      { role: "system", content: "Be brief" },
      { role: "user", content: "Hello Eve" },
    ]);
    expect([latest.version, latest.label]).toEqual([2, "latest"]);
    expect(latest.rendered).toMatchObject({
      text: expect.stringContaining("Goodbye you"),
      variables: { defaulted: ["name"] },
    });
    const version = (await ada.get(`/prompts/${id}/versions/1`)).body;
    expect(first.contentHash).toBe(version.contentHash);
  });

  test("answers for each that fails in its place, and says what there is not", async () => {
    const [{ id }, broken, eve] = [await make(ada), await make(ada, { task: "Hi {{name" }), await world.user()];
    const foreign = await make(eve);
    const { status, body } = await resolve(ada, [
      { id: randomUUID() },
      { id: foreign.id },
      { slug: foreign.slug },
      { id, label: "production" },
      { id, version: 2 },
      { id, variables: { name: null } },
      { id: broken.id, variables: { name: "x" } },
      { id, variables: { name: "Ada" } },
    ]);
    expect(status).toBe(200);
    const failures = body.data.map(({ error }: { error?: { code: string; errors: { path: string }[] } }) =>
      error ? [error.code, error.errors[0]?.path] : null,
    );
    expect(failures).toEqual([
      ["not_found", undefined],
      ["not_found", undefined],
      ["not_found", undefined],
      ["not_found", "body.prompts.3.label"],
      ["not_found", "body.prompts.4.version"],
      ["variable_missing", "body.prompts.5.variables.name"],
      ["template_invalid", "task"],
      null,
    ]);
    expect(body.data[1]).toEqual(body.data[0]);
  });

  test("wants one to a hundred prompts, each by one name and at one place", async () => {
    const { id, slug } = await make(ada);
    const refused = await Promise.all([
      resolve(ada, []),
      resolve(
        ada,
        Array.from({ length: 101 }, () => ({ id })),
      ),
      resolve(ada, [{}]),
      resolve(ada, [{ id, slug }]),
      resolve(ada, [{ id, label: "a", version: 1 }]),
      resolve(ada, [{ id, label: "12" }]),
      resolve(ada, [{ slug: "No Slug" }]),
      resolve(ada, [{ id, variables: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`v${n}`, 1])) }]),
    ]);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(refused.map(() => [400, "invalid_input"]));
  });

  test("reads a hundred prompts with one statement, and the same hundred again with none", async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => make(ada)));
    const asked = made.flatMap(({ id, slug }) => [{ id }, { slug, variables: { name: "Ada" } }]);
    await ada.get("/prompts/protected-labels"); // who asks is known from here on
    const sent = watchStatements();
    const cold = await resolve(ada, asked);
    expect(cold.body.data.map(({ id }: { id: string }) => id)).toEqual(made.flatMap(({ id }) => [id, id]));
    expect(ofPrompts(sent)).toHaveLength(1);
    // The process hears of its own new prompts a moment later, as every other does, and forgets them once more.
    const warm = await until(async () => {
      sent.length = 0;
      const again = await resolve(ada, asked);
      return ofPrompts(sent).length === 0 && again;
    });
    expect(warm.body).toEqual(cold.body);
    const etag = cold.headers.get("etag") ?? "";
    const fresh = await resolve(ada, asked, { "if-none-match": etag });
    expect([fresh.status, fresh.text, fresh.headers.get("etag")]).toEqual([304, "", etag]);
    expect(ofPrompts(sent)).toEqual([]);
  });

  test("has a strong ETag of what was asked and found: it changes with either, and with nothing else", async () => {
    const { id, slug } = await make(ada);
    const tag = async (...prompts: object[]) => (await resolve(ada, prompts)).headers.get("etag");
    const first = await tag({ id });
    expect(first).toMatch(/^"[\w-]{43}"$/);
    expect(await tag({ id })).toBe(first);
    const others = [
      await tag({ id, variables: { name: "a" } }),
      await tag({ id, variables: { name: "b" } }),
      await tag({ id }, { slug }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    await ada.put(`/prompts/${id}`, { task: "Changed" });
    expect(await tag({ id })).not.toBe(first);
    expect((await resolve(ada, [{ id }], { "if-none-match": first ?? "" })).status).toBe(200);
  });

  test.each([
    ["a new version", (id: string) => ada.put(`/prompts/${id}`, { task: "New" }), { version: 2 }],
    ["a new title", (id: string) => ada.put(`/prompts/${id}`, { title: "New" }), { title: "New" }],
    ["a deletion", (id: string) => ada.delete(`/prompts/${id}`), { error: { code: "not_found" } }],
    ["another slug", (id: string) => ada.put(`/prompts/${id}`, { slug: `n-${id}` }), { error: { code: "not_found" } }],
  ])("never gives what was before %s, by slug as by id", async (what, change, after) => {
    const { id, slug } = await make(ada);
    await resolve(ada, [{ slug }]);
    await resolve(ada, [{ id }]);
    await change(id);
    expect((await resolve(ada, [{ slug }])).body.data[0]).toMatchObject(after);
    if (what !== "another slug") expect((await resolve(ada, [{ id }])).body.data[0]).toMatchObject(after);
  });

  test("never gives what was before a label came, moved or went, and a name that is taken later is found then", async () => {
    const slug = `later-${randomUUID()}`;
    const asked = [{ slug, label: "production" }];
    const seen = async () => {
      const { version, error } = (await resolve(ada, asked)).body.data[0];
      return version ?? error.errors[0]?.path ?? error.code;
    };
    expect(await seen()).toBe("not_found");
    const { id } = await make(ada, { slug });
    await ada.put(`/prompts/${id}`, { task: "Two" });
    expect(await seen()).toBe("body.prompts.0.label");
    for (const version of [1, 2, 1]) {
      await ada.put(`/prompts/${id}/labels/production`, { version });
      expect(await seen()).toBe(version);
    }
    await ada.post(`/prompts/${id}/labels/production/undo`);
    expect(await seen()).toBe(2);
    await ada.delete(`/prompts/${id}/labels/production`);
    expect(await seen()).toBe("body.prompts.0.label");
  });

  test("keeps what one person may see from another, though both ask the same", async () => {
    const [{ id, slug }, eve] = [await make(ada, { isPublic: true }), await world.user()];
    for (const prompt of [{ id }, { slug }]) {
      expect((await resolve(ada, [prompt])).body.data[0].id).toBe(id);
      expect((await resolve(eve, [prompt])).body.data[0].error.code).toBe("not_found");
    }
  });

  test("is bounded: stored texts beyond a megabyte, and rendered ones beyond four, are refused as a whole", async () => {
    const long = await make(ada, { task: "x".repeat(49_000), context: "y".repeat(49_000) });
    const stored = await resolve(
      ada,
      Array.from({ length: 11 }, () => ({ id: long.id })),
    );
    expect([stored.status, stored.body.errors[0].path]).toEqual([400, "body.prompts"]);
    expect(
      (
        await resolve(
          ada,
          Array.from({ length: 10 }, () => ({ id: long.id })),
        )
      ).status,
    ).toBe(200);
    const wide = await make(ada, { task: "{{x}}".repeat(900) });
    const item = (length: number) => ({ id: wide.id, variables: { x: "z".repeat(length) } });
    const one = (await resolve(ada, [item(2_000)])).body.data[0];
    expect([one.error.code, one.error.errors[0].path]).toEqual(["invalid_input", "body.prompts.0.variables"]);
    const together = await resolve(
      ada,
      Array.from({ length: 5 }, () => item(1_000)),
    );
    expect([together.status, together.body.errors[0].path]).toEqual([400, "body.prompts"]);
  });

  test("follows indexes, whatever was asked", async () => {
    const owner = await world.user();
    await world.sql(
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score)
       select gen_random_uuid(), $1, 'T', 'task', 'task', 0.5 from generate_series(1, 4000)`,
      [owner.userId],
    );
    await world.sql(
      `insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
       select id, user_id, 1, sha256('x'), task, raw_prompt, selected_model, 0.5 from promptr.prompts where user_id = $1`,
      [owner.userId],
    );
    await world.sql(
      `insert into promptr.prompt_labels (prompt_id, user_id, label, version)
       select id, user_id, 'l' || n, 1 from promptr.prompts, generate_series(1, 2) n where user_id = $1`,
      [owner.userId],
    );
    await world.sql("analyze promptr.prompts; analyze promptr.prompt_versions; analyze promptr.prompt_labels");
    const { sql } = resolvedPrompts({ userId: "", items: "" });
    const plan = await world.db(asUser(owner.userId)).transaction(async (db) => {
      const rows = await db.rows<{ "QUERY PLAN": string }>({ sql: `explain (generic_plan) ${sql}`, parameters: [] });
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/prompts_pkey|prompts_user_id_id_key/);
    expect(plan).toMatch(/prompts_by_slug/);
    expect(plan).toMatch(/Index Scan using prompt_labels_/);
    expect(plan).toMatch(
      /prompt_versions_pkey on prompt_versions[^\n]*\n\s*Index Cond: \(\(prompt_id = [^\n]*version = /,
    );
    expect(plan).not.toMatch(/Seq Scan/);
  });
});

describe("POST /prompts/:id/render", () => {
  test("fills in a prompt at a label, a version or the newest, and says which it was", async () => {
    const { id } = await make(ada, {
      role: "You are {{who}}",
      variables: [{ name: "who" }, { name: "tone", required: false }],
    });
    await ada.put(`/prompts/${id}`, { task: "Bye {{name}}" });
    await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
    const variables = { who: "Ada", name: "Eve", nmae: "x" };
    const rendered = await ada.post(`/prompts/${id}/render`, { variables, label: "production" });
    expect(rendered.body).toEqual({
      text: "# Role\nYou are Ada\n\n# Task\nHello Eve",
      messages: [
        { role: "system", content: "You are Ada" },
        { role: "user", content: "Hello Eve" },
      ],
      promptId: id,
      version: 1,
      label: "production",
      model: expect.any(String),
      variables: {
        used: ["who", "name"],
        defaulted: [],
        undeclared: ["name"],
        unknown: ["nmae"],
        unused: ["tone"],
        similar: [],
        ignored: [],
      },
    });
    expect((await ada.post(`/prompts/${id}/render`, { variables })).body).toMatchObject({ version: 2, label: null });
    expect((await ada.post(`/prompts/${id}/render`, { variables, version: 1 })).body.version).toBe(1);
  });

  test("names every variable that is missing or of another type", async () => {
    const { id } = await make(ada, { task: "{{a}} {{n}} {{constructor}}", variables: [{ name: "n", type: "number" }] });
    const { status, body } = await ada.post(`/prompts/${id}/render`, { variables: { n: "1" } });
    expect([status, body.code]).toEqual([422, "variable_missing"]);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "body.variables.n",
      "body.variables.a",
      "body.variables.constructor",
    ]);
    const given = { n: 1, a: "{{n}}", constructor: "c" };
    expect((await ada.post(`/prompts/${id}/render`, { variables: given })).body.text).toBe("{{n}} 1 c");
  });

  test("refuses a template with open braces, a text without bound, and what is not there", async () => {
    const [open, { id }] = [await make(ada, { task: "Hi\n{{name" }), await make(ada, { task: "{{x}}".repeat(50) })];
    const broken = await ada.post(`/prompts/${open.id}/render`);
    expect([broken.status, broken.body.code, broken.body.errors[0].path]).toEqual([422, "template_invalid", "task"]);
    expect(broken.body.errors[0].message).toMatch(/^line 2, column 1:/);
    const long = await ada.post(`/prompts/${id}/render`, { variables: { x: "y".repeat(100_000) } });
    expect([long.status, long.body.errors[0].path]).toEqual([400, "body.variables"]);
    for (const [body, path] of [
      [{ label: "none" }, "body.label"],
      [{ version: 9 }, "body.version"],
    ] as const) {
      const answer = await ada.post(`/prompts/${id}/render`, body);
      expect([answer.status, answer.body.errors[0].path]).toEqual([404, path]);
    }
    const both = await ada.post(`/prompts/${id}/render`, { label: "a", version: 1 });
    expect([both.status, both.body.code]).toEqual([400, "invalid_input"]);
    const eve = await world.user();
    expect((await eve.post(`/prompts/${id}/render`, { variables: { x: "" } })).status).toBe(404);
  });

  test("is open to a key that may read prompts, and to no other", async () => {
    const { id } = await make(ada);
    const body = { variables: { name: "Ada" } };
    expect((await (await world.apiKey(ada)).post(`/prompts/${id}/render`, body)).body.text).toBe("Hello Ada");
    const other = await world.apiKey(ada, { scopes: ["prompts:write", "labels:write"] });
    expect((await other.post(`/prompts/${id}/render`, body)).body.code).toBe("insufficient_scope");
    expect((await other.post("/prompts/resolve", { prompts: [{ id }] })).body.code).toBe("insufficient_scope");
  });
});
