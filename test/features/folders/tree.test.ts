import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here works on folders of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const folder = async (who: User, name: string, parentId: string | null = null) =>
  who.post("/folders", { name, parentId });
/** Every folder's way to the top; throws where there is none. */
async function waysToTheTop(who: User): Promise<number[]> {
  const { data } = (await who.get("/folders")).body;
  const parents = new Map<string, string | null>(
    data.map((one: { id: string; parentId: string | null }) => [one.id, one.parentId]),
  );
  return [...parents.keys()].map((id) => {
    let steps = 0;
    for (let at: string | null = id; at !== null; at = parents.get(at) ?? null)
      if ((steps += 1) > parents.size) throw new Error("The folders go round in a circle");
    return steps;
  });
}

test("a folder cannot be moved into itself or into what lies below it", async () => {
  const ada = await world.user();
  const top = (await folder(ada, "top")).body.id;
  const middle = (await folder(ada, "middle", top)).body.id;
  const bottom = (await folder(ada, "bottom", middle)).body.id;
  for (const parentId of [top, middle, bottom]) {
    const refused = await ada.put(`/folders/${top}`, { parentId });
    expect([refused.status, refused.body.code]).toEqual([409, "folder_cycle"]);
  }
  expect((await ada.put(`/folders/${bottom}`, { parentId: top })).status).toBe(200);
  expect(await waysToTheTop(ada)).toHaveLength(3);
});

test("moves that race never close a circle", async () => {
  const ada = await world.user();
  const ids: string[] = [];
  for (let index = 0; index < 6; index += 1) ids.push((await folder(ada, `f${index}`)).body.id);
  // Each into the next, all at once: any five of them are fine, all six would be a circle.
  const replies = await Promise.all(
    ids.map((id, index) => ada.put(`/folders/${id}`, { parentId: ids[(index + 1) % ids.length] })),
  );
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 409]);
  expect((await waysToTheTop(ada)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("folders lie 32 levels deep and no deeper, whether they are made there or moved there", async () => {
  const ada = await world.user();
  let parent: string | null = null;
  for (let level = 1; level <= 32; level += 1) parent = (await folder(ada, `level ${level}`, parent)).body.id as string;
  const deeper = await folder(ada, "level 33", parent);
  expect([deeper.status, deeper.body.errors[0]]).toMatchObject([400, { path: "body.parentId", code: "too_deep" }]);
  const pair = (await folder(ada, "upper")).body.id as string;
  await folder(ada, "lower", pair);
  const { data } = (await ada.get("/folders")).body;
  const at = (name: string) => data.find((one: { name: string }) => one.name === name).id as string;
  expect((await ada.put(`/folders/${pair}`, { parentId: at("level 31") })).body.errors[0].code).toBe("too_deep");
  expect((await ada.put(`/folders/${pair}`, { parentId: at("level 30") })).status).toBe(200);
  expect(Math.max(...(await waysToTheTop(ada)))).toBe(32);
});

test("nobody has more than a thousand folders, however many are made at the same time", async () => {
  const ada = await world.user();
  await world.sql(
    "insert into promptr.folders (id, user_id, name) select gen_random_uuid(), $1, 'f' || n from generate_series(1, 998) n",
    [ada.userId],
  );
  const replies = await Promise.all(Array.from({ length: 8 }, (_, index) => folder(ada, `new ${index}`)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(new Set(replies.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(["folder_limit_reached"]));
  expect((await ada.get("/folders")).body.data).toHaveLength(1_000);
});
