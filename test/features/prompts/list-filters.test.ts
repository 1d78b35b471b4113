import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here lists prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const add = async (user: User, title: string, fields: object = {}): Promise<string> =>
  (await user.post("/prompts", { title, task: "t", ...fields })).body.id;
const titles = async (user: User, query: string): Promise<string[]> => {
  const answer = await user.get(`/prompts?sort=title&${query}`);
  expect(answer.status, query).toBe(200);
  return answer.body.data.map(({ title }: { title: string }) => title);
};

test("folderId lists what lies in the folder itself, none what lies in no folder, and somebody else's folder is empty", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const folder = async (user: User, body: object) => (await user.post("/folders", body)).body.id as string;
  const outer = await folder(ada, { name: "Outer" });
  const inner = await folder(ada, { name: "Inner", parentId: outer });
  await add(ada, "In outer", { folderId: outer });
  await add(ada, "In inner", { folderId: inner });
  await add(ada, "Outside");
  expect(await titles(ada, `folderId=${outer}`)).toEqual(["In outer"]);
  expect(await titles(ada, `folderId=${inner}`)).toEqual(["In inner"]);
  expect(await titles(ada, "folderId=none")).toEqual(["Outside"]);
  expect(await titles(eve, `folderId=${outer}`)).toEqual([]);
  expect(await titles(ada, `folderId=${outer}&search=in`)).toEqual(["In outer"]);
  const next = await ada.get("/prompts?folderId=none&limit=1&include=total");
  expect(next.body.pagination.total).toBe(1);
});

test("label lists the prompts that have it", async () => {
  const ada = await world.user();
  const labelled = await add(ada, "Live");
  await add(ada, "Draft");
  await world.sql(
    "insert into promptr.prompt_labels (prompt_id, user_id, label, version) values ($1, $2, 'production', 1)",
    [labelled, ada.userId],
  );
  expect(await titles(ada, "label=production")).toEqual(["Live"]);
  expect(await titles(ada, "label=staging")).toEqual([]);
  expect(await titles(ada, "label=production&search=li")).toEqual(["Live"]);
  expect(await titles(ada, "label=production&search=draft")).toEqual([]);
});

test("deleted=true lists the caller's deleted prompts for the thirty days they can be restored, and no others", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const gone = await add(ada, "Gone", { isPublic: true });
  await add(ada, "There");
  await ada.delete(`/prompts/${gone}`);
  expect([await titles(ada, "deleted=true"), await titles(ada, "deleted=false")]).toEqual([["Gone"], ["There"]]);
  expect([await titles(ada, ""), await titles(eve, "deleted=true")]).toEqual([["There"], []]);
  await world.sql("update promptr.prompts set deleted_at = deleted_at - interval '29 days 23 hours' where id = $1", [
    gone,
  ]);
  expect(await titles(ada, "deleted=true")).toEqual(["Gone"]);
  await world.sql("update promptr.prompts set deleted_at = deleted_at - interval '2 hours' where id = $1", [gone]);
  expect(await titles(ada, "deleted=true")).toEqual([]);
});

test("the link to the next page keeps every filter", async () => {
  const ada = await world.user();
  for (const title of ["A", "B"]) await add(ada, title, { tags: ["x", "y"] });
  const asked = "tag=x&tag=y&folderId=none&isPublic=false&category=general&sort=title&limit=1&include=total";
  const { headers } = await ada.get(`/prompts?${asked}`);
  const link = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(headers.get("link")!)![1]!;
  const query = new URLSearchParams(link.split("?")[1]);
  for (const [name, value] of new URLSearchParams(asked)) expect(query.getAll(name), name).toContain(value);
  expect((await ada.get(link)).body.data.map(({ title }: { title: string }) => title)).toEqual(["B"]);
});
