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

test("a folder has a name of any script, slashes too, and is known by its id", async () => {
  const ada = await world.user();
  const names = ["Customers/EMEA", "../../etc", "日本語 🗂️", "a%2Fb?c#d", "Ünïcode"];
  for (const name of names) {
    const made = await ada.post("/folders", { name: ` ${name} ` });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name,
      parentId: null,
      promptCount: 0,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect(made.headers.get("location")).toBe(`/api/v1/folders/${made.body.id}`);
  }
  const { body } = await ada.get("/folders");
  expect(body.data.map(({ name }: { name: string }) => name).sort()).toEqual(names.sort());
  expect(body.pagination).toEqual({ limit: 1_000, hasMore: false, nextCursor: null });
});

test("folders lie in each other, and each says how many prompts are in it", async () => {
  const ada = await world.user();
  const top = await make(ada, "top");
  const below = await make(ada, "below", top);
  const prompt = (folderId: string | null) => ada.post("/prompts", { title: "t", task: "t", folderId });
  const [one] = [await prompt(below), await prompt(below), await prompt(top), await prompt(null)];
  const { body: gone } = await prompt(below);
  await ada.delete(`/prompts/${gone.id}`);
  expect(await tree(ada)).toEqual([
    [below, "below", top, 2],
    [top, "top", null, 1],
  ]);
  expect(one.body.folderId).toBe(below);
});

test("moving and renaming folders changes no prompt: not its id, its slug, its version or its tag", async () => {
  const ada = await world.user();
  const [top, other] = [await make(ada, "top"), await make(ada, "other")];
  const below = await make(ada, "below", top);
  const made = await ada.post("/prompts", { title: "t", task: "t", folderId: below });
  const moved = await ada.put(`/folders/${below}`, { name: "new/name", parentId: other });
  expect(moved.body).toMatchObject({ id: below, name: "new/name", parentId: other, promptCount: 1 });
  expect((await ada.put(`/folders/${below}`, { parentId: null })).body).toMatchObject({
    name: "new/name",
    parentId: null,
  });
  expect((await ada.put(`/folders/${below}`, {})).body.parentId).toBeNull();
  const read = await ada.get(`/prompts/${made.body.id}`);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(made.headers.get("etag"));
});

test("a prompt moves from folder to folder without a new version", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const [one, hers] = [await make(ada, "one"), await make(eve, "hers")];
  const { body: made } = await ada.post("/prompts", { title: "t", task: "t" });
  const put = (folderId: string | null) => ada.put(`/prompts/${made.id}`, { folderId });
  expect((await put(one.toUpperCase())).body).toMatchObject({ folderId: one, version: 1, revision: 2 });
  expect((await put(one)).body.revision).toBe(2);
  for (const folderId of [hers, MISSING]) {
    const refused = await put(folderId);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "body.folderId"]);
  }
  expect((await put(null)).body).toMatchObject({ folderId: null, version: 1, revision: 3 });
});

test("deleting a folder takes its subfolders along and leaves their prompts, in no folder and with a new tag", async () => {
  const ada = await world.user();
  const top = await make(ada, "top");
  const below = await make(ada, "below", top);
  const kept = await make(ada, "kept");
  const made = await ada.post("/prompts", { title: "t", task: "t", folderId: below });
  const { body: elsewhere } = await ada.post("/prompts", { title: "t", task: "t", folderId: kept });
  expect(await ada.delete(`/folders/${top}`)).toMatchObject({ status: 204, text: "" });
  expect(await tree(ada)).toEqual([[kept, "kept", null, 1]]);
  const read = await ada.get(`/prompts/${made.body.id}`, { "If-None-Match": made.headers.get("etag")! });
  expect(read.body).toMatchObject({ folderId: null, slug: made.body.slug, version: 1, revision: 2 });
  expect((await ada.get(`/prompts/${elsewhere.id}`)).body).toEqual(elsewhere);
  expect((await ada.delete(`/folders/${below}`)).body.code).toBe("not_found");
});

test("a name is free once in each folder, also at the top and when it is wanted twice at the same time", async () => {
  const ada = await world.user();
  const top = await make(ada, "top");
  await make(ada, "top", top);
  const taken = await ada.post("/folders", { name: "top" });
  expect([taken.status, taken.body.code]).toEqual([409, "folder_taken"]);
  const racing = await Promise.all(
    Array.from({ length: 10 }, () => ada.post("/folders", { name: "new", parentId: top })),
  );
  expect(racing.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
    201,
    ...Array.from({ length: 9 }, () => 409),
  ]);
  const other = await make(ada, "other");
  expect((await ada.put(`/folders/${other}`, { name: "top" })).body.code).toBe("folder_taken");
});
