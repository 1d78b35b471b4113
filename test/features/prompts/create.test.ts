import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { etagLike } from "./etag-like.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("the guide's first prompt comes back whole, with defaults, a place and a tag of its state", async () => {
  const ada = await world.user();
  const made = await ada.post("/prompts", { title: "Test Prompt", task: "Write a story" });
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    title: "Test Prompt",
    description: null,
    category: "general",
    tags: [],
    role: null,
    task: "Write a story",
    context: null,
    requirements: null,
    style: null,
    output: null,
    rawPrompt: "Write a story",
    enrichedPrompt: null,
    selectedModel: "claude-3-5-sonnet",
    qualityScore: expect.any(Number),
    isPublic: false,
    publishedAt: null,
    moderationStatus: "approved",
    slug: "test-prompt",
    folderId: null,
    variables: [],
    forkedFrom: null,
    viewCount: 0,
    starCount: 0,
    forkCount: 0,
    version: 1,
    revision: 1,
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: expect.stringMatching(/Z$/),
  });
  expect(made.headers.get("location")).toBe(`/api/v1/prompts/${made.body.id}`);
  expect(made.headers.get("etag")).toMatch(etagLike(made.body.id, 1));
  const read = await ada.get(`/prompts/${made.body.id}`);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(made.headers.get("etag"));
});

test.each([false, true])("a prompt with every field is answered as it is read (isPublic: %s)", async (isPublic) => {
  const ada = await world.user();
  const folder = await ada.post("/folders", { name: "Mine" });
  const made = await ada.post("/prompts", {
    title: "Réponds à {{name}} — 翻訳",
    description: 'Says "hello" \\ and 🚀',
    category: "writing",
    tags: ["b", "a"],
    folderId: folder.body.id,
    role: "You are a writer.",
    task: "Write to {{name}}\r\n\tin two  lines.",
    context: "A letter",
    requirements: "Short",
    style: "Plain",
    output: "Text",
    selectedModel: "gpt-4o",
    variables: [{ name: "name", type: "string", required: true, description: "Whose" }],
    isPublic,
  });
  expect(made.status).toBe(201);
  const read = await ada.get(`/prompts/${made.body.id}`);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(made.headers.get("etag"));
  const version = await ada.get(`/prompts/${made.body.id}/versions/1`);
  for (const part of ["role", "task", "context", "requirements", "style", "output", "rawPrompt", "variables"])
    expect(version.body[part]).toEqual(made.body[part]);
});

test("what is written is trimmed, empty text is none, and repeated tags are one", async () => {
  const ada = await world.user();
  const { body } = await ada.post("/prompts", {
    title: "  Notes ",
    task: " Write ",
    role: "   ",
    output: "A list\n",
    description: "",
    style: null,
    tags: ["a", " a ", "B"],
  });
  expect(body).toMatchObject({ title: "Notes", task: "Write", role: null, description: null, style: null });
  expect(body).toMatchObject({ output: "A list", tags: ["a", "B"], rawPrompt: "# Task\nWrite\n\n# Output\nA list" });
});

test("a prompt may be as long as the contract says, counted in characters Postgres agrees on", async () => {
  const ada = await world.user();
  const made = await ada.post("/prompts", {
    title: "é".repeat(200),
    task: "x".repeat(50_000),
    role: "世".repeat(20_000),
    tags: Array.from({ length: 20 }, (_, index) => `${"t".repeat(48)}${index + 10}`),
    description: "𝄞".repeat(1_000),
  });
  expect(made.status).toBe(201);
  expect((await ada.get(`/prompts/${made.body.id}`)).body).toEqual(made.body);
});
