import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("a new prompt has its first version, kept under the hash of its content", async () => {
  const ada = await world.user();
  const { body } = await ada.post("/prompts", {
    title: "t",
    task: "Sum up",
    role: "An editor",
    selectedModel: "gpt-5",
  });
  const version = await ada.get(`/prompts/${body.id}/versions/1`);
  const content = [
    ["role", "An editor"], ["task", "Sum up"], ["context", null], ["requirements", null], ["style", null],
    ["output", null], ["selectedModel", "gpt-5"],
  ]; // prettier-ignore
  expect(version.body).toEqual({
    version: 1,
    author: { name: "Ada Lovelace" },
    message: null,
    contentHash: createHash("sha256").update(JSON.stringify(content)).digest("hex"),
    selectedModel: "gpt-5",
    qualityScore: body.qualityScore,
    createdAt: body.createdAt,
    role: "An editor",
    task: "Sum up",
    context: null,
    requirements: null,
    style: null,
    output: null,
    rawPrompt: body.rawPrompt,
    variables: [],
  });
});

test("the score is the linter's: a vague prompt gets less than a careful one", async () => {
  const ada = await world.user();
  const vague = await ada.post("/prompts", { title: "t", task: "Do stuff" });
  const careful = await ada.post("/prompts", {
    title: "t",
    role: "You are a technical writer for a developer product.",
    task: "Write release notes for {{version}} from the commits in the context.",
    context: "Commits, one a line:\n```\n{{commits}}\n```",
    requirements: "Mention every breaking change first. If there are no commits, answer exactly: No changes.",
    output: "A Markdown list with one line of at most 100 characters for each change.",
  });
  for (const { body } of [vague, careful]) {
    expect(Number.isInteger(body.qualityScore)).toBe(true);
    expect(body.qualityScore).toBeGreaterThanOrEqual(0);
    expect(body.qualityScore).toBeLessThanOrEqual(100);
  }
  expect(careful.body.qualityScore).toBeGreaterThan(vague.body.qualityScore);
  const [stored] = await world.sql("select quality_score from promptr.prompts where id = $1", [careful.body.id]);
  expect(Number(stored!["quality_score"]) * 100).toBeCloseTo(careful.body.qualityScore);
});
