import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { sweepDaily } from "../../../src/features/maintenance/sweep.ts";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { DAY_MS, makePrompt, pass, share } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const mine = async (owner: User, query = "") => (await owner.get(`/sharing/my-shares${query}`)).body;
const written = async (owner: User) => {
  await world.app.ports.visits.flush();
  return (await mine(owner)).data[0];
};
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

test("an owner sees each link with what became of its visits, by the day", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const { owner, json, page } = await share(world, { password: "open sesame", maxViews: 2 });
  const asked = { "x-share-password": "open sesame" };
  const firstDay = dayOf(world.clock.now);
  await world.anyone.get(json); // only asks for the password: neither a view nor a refusal
  await world.anyone.get(json, { "x-share-password": "wrong" });
  await world.anyone.get(json, asked);
  pass(world, DAY_MS);
  const lastViewedAt = world.clock.now.toISOString();
  await world.anyone.raw(page, { headers: asked });
  await world.anyone.get(json, asked);
  await world.anyone.raw(page);
  await world.anyone.raw(page, { headers: { "user-agent": "Twitterbot/1.0" } });
  const secondDay = dayOf(world.clock.now);
  world.clock.now = now; // the owner signed in today
  expect(await written(owner)).toMatchObject({
    promptTitle: "Explain a paper",
    state: "used_up",
    hasPassword: true,
    url: null,
    viewCount: 2,
    lastViewedAt,
    refusedCount: 1,
    endedCount: 2,
    days: [
      { day: firstDay, views: 1, refused: 1, ended: 0 },
      { day: secondDay, views: 1, refused: 0, ended: 2 },
    ],
  });
});

test("counting visits changes nothing an owner would call a change", async () => {
  const { owner, json } = await share(world, { maxViews: 1 });
  const [{ updatedAt }] = (await mine(owner)).data;
  await world.anyone.get(json);
  await world.anyone.get(json);
  expect(await written(owner)).toMatchObject({ endedCount: 1, updatedAt });
});

test("guesses that are too many to be looked at are told as well", async () => {
  await using strict = await createWorld({ limits: { anonymous: { requests: 100_000 }, sharePassword: 2 } });
  const { owner, json } = await share(strict, { password: "open sesame" });
  for (let guess = 0; guess < 5; guess += 1) await strict.anyone.get(json, { "x-share-password": `${guess}` });
  await strict.app.ports.visits.flush();
  expect((await owner.get("/sharing/my-shares")).body.data[0].refusedCount).toBe(5);
});

test("visits of two processes are added, and views that wait are written when a process stops", async () => {
  const { owner, json } = await share(world);
  const other = await world.another();
  await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 ? world : other).anyone.get(json)));
  await Promise.all([world.app.ports.visits.flush(), other.app.stop()]);
  const [link] = (await mine(owner)).data;
  expect([link.viewCount, link.days]).toEqual([40, [expect.objectContaining({ views: 40 })]]);
});

test("links come newest first, page by page, of all prompts or of one, and never those of others or revoked ones", async () => {
  const ada = await world.user();
  const [first, second] = [await makePrompt(ada), await makePrompt(ada)];
  const ids: string[] = [];
  for (const promptId of [first, first, second, first]) {
    pass(world, 1);
    ids.unshift((await ada.post("/sharing/create", { promptId })).body.id);
  }
  await share(world);
  const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);
  expect(idsOf(await mine(ada))).toEqual(ids);
  expect(idsOf(await mine(ada, `?promptId=${second}`))).toEqual([ids[1]]);
  const page = await mine(ada, "?limit=3&include=total");
  expect([idsOf(page), page.pagination]).toEqual([
    ids.slice(0, 3),
    expect.objectContaining({ hasMore: true, total: 4 }),
  ]);
  expect(idsOf(await mine(ada, `?limit=3&cursor=${page.pagination.nextCursor}`))).toEqual(ids.slice(3));
  await ada.delete(`/sharing/${ids[0]}`);
  expect(idsOf(await mine(ada))).toEqual(ids.slice(1));
  expect((await ada.get("/sharing/my-shares?cursor=forged")).body.code).toBe("invalid_cursor");
  expect((await world.anyone.get("/sharing/my-shares")).status).toBe(401);
  const key = await world.apiKey(ada, { scopes: ["prompts:read"] });
  expect((await key.get("/sharing/my-shares")).body.code).toBe("insufficient_scope");
});

test("a link whose prompt is deleted is listed as unavailable, and lives again with it", async () => {
  const { owner, promptId } = await share(world);
  await owner.delete(`/prompts/${promptId}`);
  expect((await mine(owner)).data[0].state).toBe("unavailable");
  await owner.post(`/prompts/${promptId}/restore`);
  expect((await mine(owner)).data[0].state).toBe("live");
});

test("days are kept for a year and a month, totals as long as the link", async () => {
  const { owner, json, token } = await share(world, { maxViews: 1 });
  await world.anyone.get(json);
  await world.anyone.get(json);
  await written(owner);
  await world.sql("update promptr.share_days set day = day - 401");
  const scope = {
    ...world.app,
    db: world.db(AS_JOBS),
    now: () => world.clock.now,
    signal: AbortSignal.timeout(10_000),
  };
  await sweepDaily(scope as never);
  const days = `select d.* from promptr.share_days d join promptr.shared_prompts s on s.id = d.share_id where s.created_by = $1`;
  expect(await world.sql(days, [owner.userId])).toEqual([]);
  expect((await mine(owner)).data[0]).toMatchObject({
    viewCount: 1,
    endedCount: 1,
    days: [],
    tokenStart: token.slice(0, 6),
  });
});
