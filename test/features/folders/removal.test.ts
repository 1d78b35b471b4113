import { expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

const COPIED =
  "title, category, tags, task, raw_prompt, selected_model, quality_score, is_public, moderation_status, folder_id, " +
  "variables, search_title, search_body, simhash";

async function folder(who: User, name: string, parentId: string | null = null): Promise<string> {
  const made = await who.post("/folders", { name, parentId });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id as string;
}

/** So many prompts more, all like this one. */
const copy = (world: World, id: string, times: number, over = "") =>
  world.sql(
    `insert into promptr.prompts (id, user_id, slug, ${COPIED}${over && ", deleted_at"})
      select gen_random_uuid(), user_id, gen_random_uuid()::text, ${COPIED}${over && `, ${over}`}
      from promptr.prompts, generate_series(1, ${times}) where id = $1`,
    [id],
  );
const inFolders = async (world: World, who: User) =>
  Number(
    (
      await world.sql("select count(*) from promptr.prompts where user_id = $1 and folder_id is not null", [who.userId])
    )[0]!["count"],
  );
const told = async (world: World, who: User) =>
  await world.sql("select tags, data from promptr.change_events where user_id = $1 and kind = 'prompt.updated'", [
    who.userId,
  ]);

test("a folder with 6,000 prompts, some in its subfolders, is deleted; each is told of once, and none is left behind", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const top = await folder(ada, "top");
  const below = await folder(ada, "below", await folder(ada, "between", top));
  for (const folderId of [top, below]) {
    const { body } = await ada.post("/prompts", { title: "t", task: "t", folderId });
    await copy(world, body.id, 2_999);
  }
  const answer = await ada.delete(`/folders/${top}`);
  expect([answer.status, answer.text]).toEqual([204, ""]);
  expect((await ada.get("/folders")).body.data).toEqual([]);
  const [left] = await world.sql(
    "select count(*)::int, sum(revision)::int as revisions, max(version) as version, count(folder_id)::int as filed from promptr.prompts",
  );
  expect(left).toEqual({ count: 6_000, revisions: 12_000, version: 1, filed: 0 });
  const events = await told(world, ada);
  expect(new Set(events.map(({ data }) => (data as { promptId: string }).promptId)).size).toBe(6_000);
  expect(events).toHaveLength(6_000);
}, 60_000);

test("when the time for one request is over it answers 503 with Retry-After, and a retry goes on where it was", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const top = await folder(ada, "top");
  const { body } = await ada.post("/prompts", { title: "t", task: "t", folderId: top });
  await copy(world, body.id, 1_199);
  const start = world.clock.now.getTime();
  let looks = 0;
  // Each look at the clock finds it half a minute later.
  Object.defineProperty(world.clock, "now", { get: () => new Date(start + 30_000 * looks++) });
  const refused = await ada.delete(`/folders/${top}`);
  expect([refused.status, refused.body.code]).toEqual([503, "unavailable"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  const left = await inFolders(world, ada);
  expect(left).toBe(700);
  expect(await told(world, ada)).toHaveLength(500);
  Object.defineProperty(world.clock, "now", { value: new Date(start) });
  expect((await ada.delete(`/folders/${top}`)).status).toBe(204);
  expect([await inFolders(world, ada), (await told(world, ada)).length]).toEqual([0, 1_200]);
  expect((await ada.delete(`/folders/${top}`)).status).toBe(404);
});

test("two at once delete a large folder together: both are told that it is gone, and each prompt counts it once", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const top = await folder(ada, "top");
  const { body } = await ada.post("/prompts", { title: "t", task: "t", folderId: top });
  await copy(world, body.id, 1_099);
  const answers = await Promise.all([ada.delete(`/folders/${top}`), ada.delete(`/folders/${top}`)]);
  for (const { status } of answers) expect([204, 404]).toContain(status);
  expect(answers.map(({ status }) => status)).toContain(204);
  const [sum] = await world.sql("select sum(revision)::int as revisions from promptr.prompts");
  expect(sum).toEqual({ revisions: 2_200 });
});

test("a deleted prompt in the folder is as it was when it is restored, and nobody is told of it", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const top = await folder(ada, "top");
  const { body: gone } = await ada.post("/prompts", { title: "t", task: "t", folderId: top });
  await ada.delete(`/prompts/${gone.id}`);
  const look = () => world.sql("select revision from promptr.prompts where id = $1", [gone.id]);
  const before = await look();
  await copy(world, gone.id, 600, "now()");
  expect((await ada.delete(`/folders/${top}`)).status).toBe(204);
  expect(await look()).toEqual(before);
  expect(await told(world, ada)).toEqual([]);
  expect((await ada.post(`/prompts/${gone.id}/restore`)).body).toMatchObject({ folderId: null, revision: 3 });
});

test("everybody's view of a published prompt, and what other servers keep of it, is of today once its folder is gone", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const top = await folder(ada, "top");
  const { body } = await ada.post("/prompts", { title: "Public", task: "Say it.", folderId: top, isPublic: true });
  const look = async () => (await world.anyone.get(`/prompts/public/${body.id}`)).body;
  expect((await look()).revision).toBe(1);
  await ada.delete(`/folders/${top}`);
  const own = (await ada.get(`/prompts/${body.id}`)).body;
  expect(own.revision).toBe(2);
  expect(await look()).toMatchObject({ revision: 2, updatedAt: own.updatedAt });
  const [event] = await told(world, ada);
  expect(event!["tags"]).toEqual(expect.arrayContaining([`prompt:${body.id}`, "prompts:public"]));
});
