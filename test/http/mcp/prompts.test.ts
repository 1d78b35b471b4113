import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { connect } from "./client.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const bearer = (user: User) => ({ authorization: `Bearer ${user.accessToken}` });
const VARIABLES = [
  { name: "name", description: "Who is greeted" },
  { name: "times", type: "number", default: 2 },
  { name: "loud", type: "boolean", required: false },
];
const make = async (who: User, over: object = {}) => {
  const slug = `s-${randomUUID()}`;
  const task = "Hello {{name}} {{times}} {{loud}}";
  const made = await who.post("/prompts", { title: "Greeting", slug, task, variables: VARIABLES, ...over });
  if (made.status !== 201) throw new Error(made.text);
  return made.body as { id: string; slug: string };
};
const textOf = ({ messages }: { messages: { role: string; content: { type: string } }[] }): unknown =>
  messages.map(({ role, content }) => [role, "text" in content ? content.text : null]);

describe("the person's prompts", () => {
  test("are listed by slug with their variables as arguments, and nobody else's are", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    const { slug } = await make(ada, { description: "Says hello", context: "In {{place}}, as {{name}} is there" });
    await make(eve);
    await using mcp = await connect(world.url, bearer(ada));
    expect((await mcp.client.listPrompts()).prompts).toEqual([
      {
        name: slug,
        title: "Greeting",
        description: "Says hello",
        arguments: [
          { name: "name", description: "Who is greeted", required: true },
          { name: "times", required: false },
          { name: "loud", required: false },
          { name: "place", required: true }, // which stands in the text, and is not declared
        ],
      },
    ]);
  });

  test("are all listed, page after page", async () => {
    const ada = await world.user();
    const slugs = Array.from({ length: 105 }, (_, n) => `many-${n}`);
    await world.sql(
      `insert into promptr.prompts (id, user_id, slug, title, task, raw_prompt, quality_score)
       select gen_random_uuid(), $1, slug, 'Many', 'Say it', 'Say it', 0.5 from unnest($2::text[]) as slug`,
      [ada.userId, slugs],
    );
    await using mcp = await connect(world.url, bearer(ada));
    const names = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await mcp.client.request({ method: "prompts/list", params: cursor === undefined ? {} : { cursor } });
      const { prompts: some, nextCursor } = page as { prompts: { name: string }[]; nextCursor?: string };
      for (const { name } of some) names.add(name);
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual(new Set(slugs));
  });

  test("are handed out filled in, at the label production, and as they are now without it", async () => {
    const ada = await world.user();
    const { id, slug } = await make(ada, { role: "Be kind" });
    await using mcp = await connect(world.url, bearer(ada));
    const get = async (args: Record<string, string>) =>
      textOf(await mcp.client.getPrompt({ name: slug, arguments: args }));
    expect(await get({ name: "Eve", times: "3", loud: "true" })).toEqual([
      ["user", expect.stringContaining("Hello Eve 3 true")],
    ]);
    await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
    await ada.put(`/prompts/${id}`, { task: "Goodbye {{name}}" });
    expect(await get({ name: "Eve" })).toEqual([["user", expect.stringContaining("Hello Eve 2")]]);
    await ada.put(`/prompts/${id}/labels/production`, { version: 2 });
    expect(await get({ name: "Eve" })).toEqual([["user", expect.stringContaining("Goodbye Eve")]]);
  });

  test("say which variable is missing or wrong", async () => {
    const ada = await world.user();
    const { slug } = await make(ada);
    await using mcp = await connect(world.url, bearer(ada));
    const get = (args: Record<string, string>) => mcp.client.getPrompt({ name: slug, arguments: args });
    await expect(get({})).rejects.toMatchObject({ code: -32602, message: expect.stringContaining("arguments.name") });
    await expect(get({ name: "x", times: "often" })).rejects.toMatchObject({
      code: -32602,
      data: { code: "variable_missing", errors: [{ path: "arguments.times" }] },
    });
  });

  test("of another person, or that are none, are not found", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    const { slug } = await make(ada);
    await using mcp = await connect(world.url, bearer(eve));
    for (const name of [slug, "no-such-prompt"])
      await expect(mcp.client.getPrompt({ name })).rejects.toMatchObject({ code: -32602, data: { code: "not_found" } });
    await expect(mcp.client.getPrompt({ name: "NOT A SLUG\u0007" })).rejects.toMatchObject({ code: -32602 });
  });

  test("are not offered to a key that may not read them", async () => {
    const ada = await world.user();
    const { slug } = await make(ada);
    const { key } = await world.apiKey(ada, { scopes: ["enrichment"] });
    await using mcp = await connect(world.url, { "x-api-key": key });
    expect(mcp.client.getServerCapabilities()).toEqual({ tools: {} });
    await expect(mcp.client.request({ method: "prompts/get", params: { name: slug } })).rejects.toMatchObject({
      code: -32601,
    });
  });

  test("a label that is moved in one process is what the other one hands out at once", async () => {
    const ada = await world.user();
    const { id, slug } = await make(ada, { task: "First", variables: [] });
    await ada.put(`/prompts/${id}`, { task: "Second" });
    const other = await world.another();
    await using here = await connect(world.url, bearer(ada), { write: true });
    await using there = await connect(other.url, bearer(ada));
    for (const [version, text] of [
      [1, "First"],
      [2, "Second"],
      [1, "First"],
    ] as const) {
      await here.call("move_label", { id, label: "production", version });
      await expect
        .poll(async () => textOf(await there.client.getPrompt({ name: slug })), { timeout: 5_000, interval: 20 })
        .toEqual([["user", expect.stringContaining(text)]]);
    }
  });
});
