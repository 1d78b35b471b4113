import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, until, type User, type World } from "../../world.ts";
import { connect, type Dialect } from "./client.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What the built-in engine can repair. */
const WEAK = "Write a product description of {{topic}} etc. DO IT NOW!!! ANSWER!!!";
const READ_TOOLS = ["list_prompts", "search_prompts", "get_prompt", "render_prompt", "resolve_prompts"].concat(
  ["list_versions", "get_version", "compare_versions", "list_labels", "validate_prompt"],
  ["suggest_improvements", "list_models"],
);
const WRITE_TOOLS = [
  "create_prompt",
  "update_prompt",
  "move_label",
  "undo_label_move",
  "enhance_prompt",
  "apply_enhancement",
];
const SCOPES = ["prompts:read", "prompts:write", "labels:write", "enrichment"];
const bearer = (user: User) => ({ authorization: `Bearer ${user.accessToken}` });

const make = async (who: User, over: object = {}) => {
  const made = await who.post("/prompts", {
    title: "Greeting",
    task: "Hello {{name}}",
    slug: `s-${randomUUID()}`,
    ...over,
  });
  if (made.status !== 201) throw new Error(made.text);
  return made.body as { id: string; slug: string };
};
/** How each tool is called in earnest, in an order in which each has what it needs. */
const calls = (id: string, slug: string): [string, object][] => [
  ["list_prompts", { limit: 5 }],
  ["search_prompts", { search: "greeting" }],
  ["get_prompt", { id }],
  ["render_prompt", { id, variables: { name: "Eve" } }],
  ["resolve_prompts", { prompts: [{ slug }] }],
  ["update_prompt", { id, task: "Goodbye {{name}}, and be brief" }],
  ["list_versions", { id }],
  ["get_version", { id, version: 1 }],
  ["compare_versions", { id, from: 1, to: "latest" }],
  ["move_label", { id, label: "production", version: 2 }],
  ["list_labels", { id }],
  ["undo_label_move", { id, label: "production" }],
  ["validate_prompt", { text: "Summarise it" }],
  ["suggest_improvements", { promptId: id }],
  ["list_models", {}],
  ["create_prompt", { title: "Another", task: "Say what {{topic}} is" }],
];

describe.each<Dialect>(["legacy", "modern"])("a client that speaks the %s protocol", (dialect) => {
  test("lists and calls every tool there is", async () => {
    const { id, slug } = await make(ada);
    const { key } = await world.apiKey(ada, { scopes: SCOPES });
    await using mcp = await connect(world.url, { "x-api-key": key }, { dialect, write: true });
    expect((await mcp.tools()).toSorted()).toEqual([...READ_TOOLS, ...WRITE_TOOLS].toSorted());
    for (const [name, args] of calls(id, slug)) {
      const { isError, body } = await mcp.call(name, { ...args });
      expect([name, isError, body.detail]).toEqual([name, false, undefined]);
    }
    const { id: weak } = await make(ada, { task: WEAK });
    const enhanced = await mcp.call("enhance_prompt", { promptId: weak, model: "promptr-builtin" });
    expect([enhanced.isError, typeof enhanced.body.id]).toEqual([false, "string"]);
    const applied = await mcp.call("apply_enhancement", {
      enhancementId: enhanced.body.id,
      changes: enhanced.body.changes.map((change: { id: string }) => change.id),
    });
    expect([applied.isError, applied.body.promptId]).toEqual([false, weak]);
  });

  test("reads only, unless it asked for writing", async () => {
    const { id } = await make(ada);
    const { key } = await world.apiKey(ada, { scopes: SCOPES });
    await using mcp = await connect(world.url, { "x-api-key": key }, { dialect });
    expect((await mcp.tools()).toSorted()).toEqual(READ_TOOLS.toSorted());
    const { isError, body } = await mcp.call("update_prompt", { id, task: "Mine now" });
    expect([isError, body.code, body.detail]).toEqual([true, "forbidden", expect.stringContaining("/mcp?write=1")]);
    expect((await ada.get(`/prompts/${id}`)).body.task).toBe("Hello {{name}}");
  });

  test("is told which tools only read, and which change at once what programs read", async () => {
    const { key } = await world.apiKey(ada, { scopes: SCOPES });
    await using mcp = await connect(world.url, { "x-api-key": key }, { dialect, write: true });
    const { tools } = await mcp.client.listTools();
    const named = (hint: "readOnlyHint" | "destructiveHint") =>
      tools.filter(({ annotations }) => annotations?.[hint]).map(({ name }) => name);
    expect(named("readOnlyHint").sort()).toEqual(READ_TOOLS.toSorted());
    expect(named("destructiveHint").sort()).toEqual(["move_label", "undo_label_move"]);
  });
});

describe("tools", () => {
  test.each([
    [["prompts:read"], READ_TOOLS.slice(0, -2)],
    [["enrichment"], ["validate_prompt", "suggest_improvements", "list_models", "enhance_prompt", "apply_enhancement"]],
    [["labels:write"], ["validate_prompt", "move_label", "undo_label_move"]],
    [["prompts:write"], ["validate_prompt", "create_prompt", "update_prompt"]],
    [["sharing"], ["validate_prompt"]],
  ])("of a key with %s are those its scopes allow", async (scopes, expected) => {
    const { key } = await world.apiKey(ada, { scopes });
    await using mcp = await connect(world.url, { "x-api-key": key }, { write: true });
    expect((await mcp.tools()).toSorted()).toEqual(expected.toSorted());
  });

  test("a tool the key has no scope for is refused all the same, and says which scope it wants", async () => {
    const { id } = await make(ada);
    const { key } = await world.apiKey(ada, { scopes: ["prompts:read"] });
    await using mcp = await connect(world.url, { "x-api-key": key }, { write: true });
    const { isError, body } = await mcp.call("move_label", { id, label: "production", version: 1 });
    expect([isError, body.status, body.code, body.errors[0].code]).toEqual([
      true,
      403,
      "insufficient_scope",
      "labels:write",
    ]);
    expect((await ada.get(`/prompts/${id}/labels`)).body.data).toEqual([]);
  });

  test("an unknown tool is an error of the protocol, and takes nothing down", async () => {
    await using mcp = await connect(world.url, bearer(ada));
    for (const name of ["delete_prompt", "__proto__", "constructor", "x".repeat(10_000)])
      await expect(mcp.call(name)).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining("Unknown tool"),
      });
    expect((await mcp.call("list_models")).isError).toBe(false);
  });

  test("what another person has is not there, whichever way it is asked for", async () => {
    const { id, slug } = await make(ada, { title: "Nobody else's" });
    const eve = await world.user();
    await using mcp = await connect(world.url, bearer(eve), { write: true });
    for (const [name, args] of calls(id, slug)) {
      if (!("id" in args) && !("promptId" in args)) continue;
      const { isError, body } = await mcp.call(name, { ...args });
      expect([name, isError, body.code]).toEqual([name, true, "not_found"]);
    }
    expect((await mcp.call("resolve_prompts", { prompts: [{ slug }] })).body.data[0].error.code).toBe("not_found");
    expect((await mcp.call("list_prompts")).body.data).toEqual([]);
    expect((await mcp.call("search_prompts", { search: "nobody" })).body.data).toEqual([]);
  });

  test("bad input names the argument, all of it at once, as the operation's contract has it", async () => {
    await using mcp = await connect(world.url, bearer(ada), { write: true });
    const wrong = await mcp.call("create_prompt", { title: "", task: 5, isPublic: true, nonsense: 1 });
    expect([wrong.isError, wrong.body.code]).toEqual([true, "invalid_input"]);
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(["isPublic", "nonsense"]);
    const typed = await mcp.call("create_prompt", { title: "", task: 5 });
    expect(typed.body.errors.map(({ path }: { path: string }) => path)).toEqual(["title", "task"]);
    expect(typed.body.detail).toMatch(/^title: /);
    const paged = await mcp.call("list_prompts", { limit: 101 });
    expect(paged.body.errors[0].path).toBe("limit");
    const absent = await mcp.call("search_prompts", {});
    expect(absent.body.errors).toEqual([{ path: "search", code: "invalid_type", message: "is required" }]);
    const missing = await mcp.call("render_prompt", { id: (await make(ada)).id });
    expect([missing.body.code, missing.body.errors[0].path]).toEqual(["variable_missing", "variables.name"]);
  });

  test("a list leaves the texts out, goes on with its cursor, and a prompt has them", async () => {
    const eve = await world.user();
    for (let n = 0; n < 3; n += 1) await make(eve, { title: `Number ${n}` });
    await using mcp = await connect(world.url, bearer(eve));
    const first = (await mcp.call("list_prompts", { limit: 2 })).body;
    expect(first.data.map(({ title }: { title: string }) => title)).toEqual(["Number 2", "Number 1"]);
    expect(first.data[0].task).toBeUndefined();
    const second = (await mcp.call("list_prompts", { limit: 2, cursor: first.pagination.nextCursor })).body;
    expect(second.data.map(({ title }: { title: string }) => title)).toEqual(["Number 0"]);
    expect((await mcp.call("get_prompt", { id: second.data[0].id })).body.task).toBe("Hello {{name}}");
  });

  test("an answer longer than a model is given is refused, not cut", async () => {
    const long = "word ".repeat(9_900);
    const made = await Promise.all(Array.from({ length: 3 }, () => make(ada, { task: long, context: long })));
    await using mcp = await connect(world.url, bearer(ada));
    const { isError, body } = await mcp.call("resolve_prompts", { prompts: made.map(({ slug }) => ({ slug })) });
    expect([isError, body.code, body.detail]).toEqual([true, "invalid_input", expect.stringContaining("250000")]);
    expect((await mcp.call("get_prompt", { id: made[0]!.id })).isError).toBe(false);
  });

  test("a second call with an idempotency key does nothing twice, and an etag guards a change", async () => {
    const eve = await world.user();
    await using mcp = await connect(world.url, bearer(eve), { write: true });
    const asked = { title: "Once", task: "Say {{it}}", idempotencyKey: randomUUID() };
    const [first, again] = [await mcp.call("create_prompt", asked), await mcp.call("create_prompt", asked)];
    expect(again.body.id).toBe(first.body.id);
    expect((await mcp.call("create_prompt", { ...asked, title: "Twice" })).body.code).toBe("idempotency_key_reused");
    expect((await eve.get("/prompts")).body.data).toHaveLength(1);
    const { id, etag } = first.body as { id: string; etag: string };
    expect((await mcp.call("update_prompt", { id, title: "Changed", ifMatch: etag })).isError).toBe(false);
    expect((await mcp.call("update_prompt", { id, title: "Lost", ifMatch: etag })).body.code).toBe("version_moved");
    expect((await mcp.call("update_prompt", { id, title: "x", ifMatch: 5 })).body.errors[0].path).toBe("ifMatch");
  });

  test("a feature that is switched off is neither listed nor done", async () => {
    await using off = await createWorld({ env: { PROMPTR_FLAGS: JSON.stringify({ enhancement: false }) } });
    await using mcp = await connect(off.url, bearer(await off.user()), { write: true });
    expect(await mcp.tools()).not.toContain("enhance_prompt");
    expect((await mcp.call("enhance_prompt", { text: "Say it" })).body.code).toBe("feature_disabled");
  });

  test("a call is recorded as the operation it is: usage row, label history, log line without a word of the prompt", async () => {
    const eve = await world.user();
    const { id } = await make(eve);
    const { key, id: keyId } = await world.apiKey(eve, { scopes: SCOPES });
    await using mcp = await connect(world.url, { "x-api-key": key }, { write: true });
    await mcp.call("move_label", { id, label: "production", version: 1, reason: "Secretword" });
    await mcp.call("get_prompt", { id: randomUUID() });
    const rows = await until(async () => {
      await world.app.ports.usage.flush();
      const found = await world.sql(
        "select action_type, success, api_key_id, prompt_id from promptr.usage_tracking where user_id = $1 and api_key_id is not null order by created_at",
        [eve.userId],
      );
      return found.length >= 2 && found;
    });
    expect(rows).toEqual([
      { action_type: "moveLabel", success: true, api_key_id: keyId, prompt_id: id },
      { action_type: "readPrompt", success: false, api_key_id: keyId, prompt_id: null },
    ]);
    const [move] = (await eve.get(`/prompts/${id}/labels/production/history`)).body.data;
    expect([move.by.kind, move.reason]).toEqual(["api_key", "Secretword"]);
    const lines = world
      .logged()
      .filter((line) => line["userId"] === eve.userId && String(line["url"]).startsWith("/mcp"));
    expect(lines.map(({ route }) => route)).toContain("mcp moveLabel");
    expect(lines.every(({ url }) => url === "/mcp?write=1")).toBe(true);
    expect(JSON.stringify(world.logged())).not.toContain("Secretword");
  });
});
