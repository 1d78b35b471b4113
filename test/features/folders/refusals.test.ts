import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here works on folders of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const MISSING = "0199f0a2-7c1e-7000-8000-000000000000";
const make = async (who: User, name: string, parentId: string | null = null): Promise<string> => {
  const made = await who.post("/folders", { name, parentId });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as string;
};
const tree = async (who: User) =>
  (await who.get("/folders")).body.data.map(
    ({ id, name, parentId, promptCount }: Record<string, unknown>) => [id, name, parentId, promptCount] as const,
  );

test("another user's folder is not found, and cannot be a parent", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const hers = await make(ada, "hers");
  for (const id of [hers, MISSING]) {
    expect((await eve.put(`/folders/${id}`, { name: "mine" })).body.code).toBe("not_found");
    expect((await eve.delete(`/folders/${id}`)).body.code).toBe("not_found");
    const refused = await eve.post("/folders", { name: "n", parentId: id });
    expect([refused.status, refused.body.errors[0]]).toMatchObject([
      400,
      { path: "body.parentId", code: "unknown_folder" },
    ]);
    const mine = await make(eve, `mine ${id}`);
    expect((await eve.put(`/folders/${mine}`, { parentId: id })).body.errors[0].path).toBe("body.parentId");
  }
  expect(await tree(ada)).toEqual([[hers, "hers", null, 0]]);
});

test("a key reads folders with prompts:read and changes them with prompts:write only", async () => {
  const ada = await world.user();
  const reader = await world.apiKey(ada, { scopes: ["prompts:read"] });
  const writer = await world.apiKey(ada, { scopes: ["prompts:write"] });
  expect((await reader.get("/folders")).status).toBe(200);
  expect((await reader.post("/folders", { name: "n" })).body.code).toBe("insufficient_scope");
  expect((await writer.post("/folders", { name: "n" })).status).toBe(201);
  expect((await writer.get("/folders")).body.code).toBe("insufficient_scope");
});

test("bad input is refused with its place", async () => {
  const ada = await world.user();
  const bad: [object, string][] = [
    [{ name: " " }, "body.name"],
    [{ name: "x".repeat(101) }, "body.name"],
    [{ name: "a\0b" }, "body.name"],
    [{ name: "n", parentId: "top" }, "body.parentId"],
    [{ name: "n", id: MISSING }, "body.id"],
    [{}, "body.name"],
  ];
  for (const [body, path] of bad) {
    const refused = await ada.post("/folders", body);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  }
  expect((await ada.put("/folders/no-id", { name: "n" })).status).toBe(400);
});
