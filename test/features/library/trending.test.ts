import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rankTrending } from "../../../src/features/library/jobs.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { runJob } from "../privacy/fixture.ts";

const DAY_MS = 86_400_000;

let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.sql("delete from promptr.prompts"));

const publish = async (title: string, over: object = {}): Promise<string> =>
  (await ada.post("/prompts", { title, task: "t", isPublic: true, ...over })).body.id as string;
const view = (id: string, daysAgo: number, views: number) =>
  world.sql("insert into promptr.prompt_views (prompt_id, day, views) values ($1, $2, $3)", [
    id,
    new Date(world.clock.now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10),
    views,
  ]);
const star = (id: string, who: User, daysAgo: number) =>
  world.sql("insert into promptr.prompt_stars (prompt_id, user_id, created_at) values ($1, $2, $3)", [
    id,
    who.userId,
    new Date(world.clock.now.getTime() - daysAgo * DAY_MS),
  ]);

/** Runs the job; the titles in the order it made, those without a score left out. */
async function ranked(): Promise<string[]> {
  await runJob(world, rankTrending, {});
  const rows = await world.sql("select title from promptr.prompts where trend_score > 0 order by trend_score desc, id");
  return rows.map(({ title }) => String(title));
}
const scores = () => world.sql("select title, trend_score, xmin::text as written from promptr.prompts order by title");

test("what was read and starred lately trends; half of it counts three days later, nothing after two weeks", async () => {
  const ids = new Map<string, string>();
  for (const title of ["today", "three days ago", "two weeks ago", "never"]) ids.set(title, await publish(title));
  await view(ids.get("today")!, 0, 10);
  await view(ids.get("three days ago")!, 3, 10);
  await view(ids.get("two weeks ago")!, 14, 1_000);
  expect(await ranked()).toEqual(["today", "three days ago"]);
  const [today, earlier] = await world.sql(
    "select trend_score as score from promptr.prompts where trend_score > 0 order by trend_score desc",
  );
  expect(Number(today!["score"]) - Number(earlier!["score"])).toBeCloseTo(1, 9);
});

test("a star by somebody else weighs more than many views, and ten times the views little more", async () => {
  const [eve, bob] = [await world.user(), await world.user()];
  const [starred, viewed, own] = [await publish("starred"), await publish("viewed"), await publish("own star")];
  await star(starred, eve, 0);
  await star(starred, bob, 0);
  await view(viewed, 0, 1_000);
  await star(own, ada, 0);
  expect(await ranked()).toEqual(["starred", "viewed"]);
});

test("time alone changes neither the order nor a row, and what is two weeks old falls to 0", async () => {
  const [hot, warm] = [await publish("hot"), await publish("warm")];
  await view(hot, 0, 50);
  await view(warm, 0, 5);
  expect(await ranked()).toEqual(["hot", "warm"]);
  const before = await scores();
  const start = world.clock.now;
  try {
    world.clock.now = new Date(start.getTime() + 5 * DAY_MS);
    expect(await ranked()).toEqual(["hot", "warm"]);
    expect(await scores()).toEqual(before);
    world.clock.now = new Date(start.getTime() + 14 * DAY_MS);
    expect(await ranked()).toEqual([]);
  } finally {
    world.clock.now = start;
  }
});

test("only what everybody may see is ranked", async () => {
  const ids = [await publish("private", { isPublic: false }), await publish("flagged"), await publish("deleted")];
  for (const id of ids) await view(id, 0, 10);
  await world.sql("update promptr.prompts set moderation_status = 'flagged' where id = $1", [ids[1]]);
  await ada.delete(`/prompts/${ids[2]}`);
  expect(await ranked()).toEqual([]);
});

test("more prompts than one statement takes are all ranked, and none is touched as if it had been edited", async () => {
  const id = await publish("first");
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, updated_at)
     select gen_random_uuid(), user_id, 'many', 't', 't', 0.5, true, timestamptz '2026-01-01'
     from promptr.prompts, generate_series(1, 1200) where id = $1`,
    [id],
  );
  await world.sql("insert into promptr.prompt_views select id, $1, 1 from promptr.prompts where title = 'many'", [
    world.clock.now.toISOString().slice(0, 10),
  ]);
  expect((await ranked()).length).toBe(1_200);
  const [row] = await world.sql("select max(updated_at) as at from promptr.prompts where title = 'many'");
  expect(row).toEqual({ at: new Date("2026-01-01T00:00:00Z") });
});
