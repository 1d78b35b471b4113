import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const declared = [
  { name: "reader", description: "Who it is for", type: "enum", values: ["child", "expert"], default: "child" },
  { name: "größe", type: "number", default: 0.5, required: false },
  { type: "boolean", name: "ok.deep-er" },
  { name: "text" },
];
const stored = [
  {
    name: "reader",
    type: "enum",
    required: true,
    default: "child",
    description: "Who it is for",
    values: ["child", "expert"],
  },
  { name: "größe", type: "number", required: false, default: 0.5 },
  { name: "ok.deep-er", type: "boolean", required: true },
  { name: "text", type: "string", required: true },
];

test("variables are kept as declared, in their order, with the prompt, its lists and its versions", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", {
    title: "t",
    task: "{{text}}",
    variables: declared,
    isPublic: true,
  });
  expect(made.variables).toEqual(stored);
  expect((await ada.get(`/prompts/${made.id}`)).body.variables).toEqual(stored);
  expect((await ada.get("/prompts")).body.data[0].variables).toEqual(stored);
  expect((await ada.get(`/prompts/${made.id}/versions/1`)).body.variables).toEqual(stored);
  expect((await world.anyone.get(`/prompts/public/${made.id}`)).body.variables).toEqual(stored);
});

test("variables are content: another declaration or order is a new version, the same one in other words is none", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "t", variables: declared });
  const save = async (variables: unknown[]) => (await ada.put(`/prompts/${made.id}`, { variables })).body;
  expect(await save(stored.map((one) => Object.fromEntries(Object.entries(one).toReversed())))).toMatchObject({
    version: 1,
    revision: 1,
  });
  expect((await save(declared.toReversed())).version).toBe(2);
  expect((await save([])).version).toBe(3);
  expect((await ada.put(`/prompts/${made.id}`, { title: "u" })).body).toMatchObject({ version: 3, variables: [] });
  expect((await save(declared)).version).toBe(4);
  const { data } = (await ada.get(`/prompts/${made.id}/versions`)).body;
  const hashes = data.map(({ contentHash }: { contentHash: string }) => contentHash);
  expect(hashes[0]).toBe(hashes[3]);
  expect(new Set(hashes).size).toBe(3);
});

test("the hash of a prompt with variables is that of its content in one written order", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "Sum up", variables: declared });
  const content = [
    ["role", null], ["task", "Sum up"], ["context", null], ["requirements", null], ["style", null], ["output", null],
    ["selectedModel", "claude-3-5-sonnet"], ["variables", stored],
  ]; // prettier-ignore
  expect((await ada.get(`/prompts/${made.id}/versions/1`)).body.contentHash).toBe(
    createHash("sha256").update(JSON.stringify(content)).digest("hex"),
  );
});

test("as many variables as the contract allows are stored, also with numbers of many digits", async () => {
  const ada = await world.user();
  const variables = Array.from({ length: 100 }, (_, index) => ({
    name: `v${index}`,
    type: "enum",
    values: Array.from({ length: 50 }, (_value, value) => `${value}`),
    default: "7",
  }));
  const numbers = [1e15, -1e15, 1.234567890123e-9, 0].map((value, index) => ({
    name: `n${index}`,
    type: "number",
    default: value,
  }));
  const made = await ada.post("/prompts", { title: "t", task: "t", variables: [...variables.slice(4), ...numbers] });
  expect(made.status).toBe(201);
  expect(made.body.variables.slice(-4)).toMatchObject(numbers);
});
