import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const good = { title: "t", task: "t" };
const deep = (levels: number): unknown => (levels === 0 ? "x" : { a: deep(levels - 1) });

/** What a body must not hold, and where the answer says the fault is. */
const BAD: [fault: string, fields: Record<string, unknown>, path: string][] = [
  ["an empty title", { title: " " }, "body.title"],
  ["a title of another type", { title: 7 }, "body.title"],
  ["a title that is null", { title: null }, "body.title"],
  ["a title too long", { title: "x".repeat(201) }, "body.title"],
  ["an empty task", { task: "\n" }, "body.task"],
  ["a task too long", { task: "x".repeat(50_001) }, "body.task"],
  ["a role too long", { role: "x".repeat(20_001) }, "body.role"],
  ["a description too long", { description: "x".repeat(2_001) }, "body.description"],
  ["21 tags", { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, "body.tags"],
  ["a tag too long", { tags: ["x".repeat(51)] }, "body.tags.0"],
  ["an empty tag", { tags: ["a", " "] }, "body.tags.1"],
  ["tags that are no list", { tags: "a" }, "body.tags"],
  ["tags that are null", { tags: null }, "body.tags"],
  ["NUL", { task: "a\0b" }, "body.task"],
  ["NUL in a tag", { tags: ["a\0"] }, "body.tags.0"],
  ["a lone surrogate", { role: "\ud800" }, "body.role"],
  ["33 levels", { context: deep(33) }, `body.context${".a".repeat(31)}`],
  ["a category that does not exist", { category: "no-such-thing" }, "body.category"],
  ["a category that is no name", { category: "No Such Thing" }, "body.category"],
  ["a model without a name", { selectedModel: "" }, "body.selectedModel"],
  ["a slug in capitals", { slug: "Notes" }, "body.slug"],
  ["a slug that ends in a slash", { slug: "team/" }, "body.slug"],
  ["a slug too long", { slug: "s".repeat(121) }, "body.slug"],
  ["a slug that is null", { slug: null }, "body.slug"],
  ["a folder that is no id", { folderId: "top" }, "body.folderId"],
  ["a folder that is not there", { folderId: "0199f0a2-7c1e-7000-8000-000000000000" }, "body.folderId"],
  ["a variable without a name", { variables: [{ type: "string" }] }, "body.variables.0.name"],
  ["a variable of a name no text can hold", { variables: [{ name: "a b" }] }, "body.variables.0.name"],
  ["a variable with the name of a prototype", { variables: [{ name: "a.__proto__" }] }, "body.variables.0.name"],
  ["a variable of an unknown type", { variables: [{ name: "a", type: "date" }] }, "body.variables.0.type"],
  [
    "a default of another type",
    { variables: [{ name: "a", type: "number", default: "1" }] },
    "body.variables.0.default",
  ],
  [
    "a default no enum has",
    { variables: [{ name: "a", type: "enum", values: ["x"], default: "y" }] },
    "body.variables.0.default",
  ],
  ["an enum without values", { variables: [{ name: "a", type: "enum" }] }, "body.variables.0.values"],
  ["values that are no enum's", { variables: [{ name: "a", values: ["x"] }] }, "body.variables.0.values"],
  ["a value named twice", { variables: [{ name: "a", type: "enum", values: ["x", "x"] }] }, "body.variables.0.values"],
  ["two variables of one name", { variables: [{ name: "é" }, { name: "e\u0301" }] }, "body.variables"],
  [
    "101 variables",
    { variables: Array.from({ length: 101 }, (_, index) => ({ name: `v${index}` })) },
    "body.variables",
  ],
  ["a field of a variable nobody knows", { variables: [{ name: "a", secret: true }] }, "body.variables.0.secret"],
  [
    "variables too long together",
    { variables: Array.from({ length: 30 }, (_, index) => ({ name: `v${index}`, default: "x".repeat(2_000) })) },
    "body.variables",
  ],
  ["isPublic as text", { isPublic: "true" }, "body.isPublic"],
];
const FOREIGN = [
  "id", "user_id", "userId", "quality_score", "qualityScore", "view_count", "viewCount", "moderationStatus",
  "moderation_status", "rawPrompt", "raw_prompt", "enrichedPrompt", "version", "revision", "createdAt", "deleted_at",
  "author", "is_admin", "constructor", "prototype",
]; // prettier-ignore

test("bad input is refused with its place, and neither creating nor changing stores any of it", async () => {
  const ada = await world.user();
  const { body: before } = await ada.post("/prompts", good);
  for (const [fault, fields, path] of BAD) {
    for (const answer of [
      await ada.post("/prompts", { ...good, ...fields }),
      await ada.put(`/prompts/${before.id}`, fields),
    ]) {
      expect(answer.status, fault).toBe(400);
      expect(answer.body.code, fault).toBe("invalid_input");
      expect(
        answer.body.errors.map((one: { path: string }) => one.path),
        fault,
      ).toContain(path);
    }
  }
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
  expect((await ada.get(`/prompts/${before.id}`)).body).toEqual(before);
});

test("fields that are not the caller's to set are refused by name, all at once", async () => {
  const ada = await world.user();
  const { body: before } = await ada.post("/prompts", good);
  const foreign = Object.fromEntries(FOREIGN.map((name) => [name, 1]));
  for (const answer of [
    await ada.post("/prompts", { ...good, ...foreign }),
    await ada.put(`/prompts/${before.id}`, foreign),
  ]) {
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(
      FOREIGN.map((name) => `body.${name}`).sort(),
    );
  }
  expect((await ada.get(`/prompts/${before.id}`)).body).toEqual(before);
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
});

test("a body that reaches for the prototype is refused and changes no object", async () => {
  const ada = await world.user();
  const body = '{"title":"t","task":"t","__proto__":{"isPublic":true}}';
  const answer = await ada.raw("/api/v1/prompts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(answer.status).toBe(400);
  expect(Reflect.get({}, "isPublic")).toBeUndefined();
});

test("every fault of a body is reported, not the first", async () => {
  const ada = await world.user();
  const { body } = await ada.post("/prompts", { task: "", tags: [1], colour: "red" });
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    "body.colour",
    "body.tags.0",
    "body.task",
    "body.title",
  ]);
});

test("addresses that are no ids are refused or unknown, never an error of the server", async () => {
  const ada = await world.user();
  const status = async (id: string) => (await ada.get(`/prompts/${id}`)).status;
  expect(await status("not-an-id")).toBe(400);
  expect(await status("%00")).toBe(400);
  expect(await status("%ff")).toBe(404); // no address at all
  expect(await status("..%2fpublic")).toBe(400);
  expect(await status("x".repeat(10_000))).toBe(400);
  expect(await status("5c7b1d0e-7b1a-11ee-b962-0242ac120002")).toBe(404);
});
