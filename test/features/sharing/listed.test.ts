import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { DAY_MS, pass, share, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Listed = { url: string; title: string; description: string | null; sharedBy: string };
const listed = async (query = "?limit=100"): Promise<Listed[]> => {
  const page = await world.anyone.get(`/sharing/public${query}`);
  expect(page.status).toBe(200);
  return page.body.data;
};
const isListed = async ({ token }: { token: string }): Promise<boolean> =>
  (await listed()).some(({ url }) => url === `https://promptr.test/s/${token}`);
const stored = async (token: string) =>
  (await world.sql("select 1 from promptr.shared_prompts where listed_token = $1", [token])).length;

test("a public link is listed for everybody with its address, and reading the list counts no view", async () => {
  const shared = await share(world, { isPublic: true, maxViews: 3 }, { description: "For readers." });
  const newest = (await listed()).find(({ url }) => url.endsWith(shared.token));
  expect(newest).toEqual({
    url: `https://promptr.test/s/${shared.token}`,
    title: "Explain a paper",
    description: "For readers.",
    sharedBy: "Ada Lovelace",
    createdAt: world.clock.now.toISOString(),
  });
  expect(await viewsOf(world, shared)).toBe(0);
  expect((await shared.owner.get("/sharing/my-shares")).body.data[0].url).toBe(newest!.url);
});

test("the token of a link that is not listed is kept nowhere", async () => {
  for (const settings of [{}, { isPublic: true, password: "open sesame" }]) {
    const shared = await share(world, settings);
    expect([await isListed(shared), await stored(shared.token)]).toEqual([false, 0]);
  }
});

test("a link leaves the list with a password, when it is made private or revoked, and its token is forgotten", async () => {
  for (const change of [{ password: "open sesame" }, { isPublic: false }, null]) {
    const shared = await share(world, { isPublic: true });
    expect(await isListed(shared)).toBe(true);
    if (change) await shared.owner.put(shared.json, change);
    else await shared.owner.delete(shared.json);
    expect([await isListed(shared), await stored(shared.token)]).toEqual([false, 0]);
    if (!change) continue;
    await shared.owner.put(shared.json, { password: null, isPublic: true });
    expect(await isListed(shared)).toBe(true);
  }
});

test("only who has the link can list it: its id is not enough", async () => {
  const { owner, token } = await share(world);
  const [{ id }] = (await owner.get("/sharing/my-shares")).body.data;
  const refused = await owner.put(`/sharing/${id}`, { isPublic: true });
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, "body.isPublic"]);
  expect((await owner.put(`/sharing/${token}`, { isPublic: true })).status).toBe(200);
  expect((await owner.put(`/sharing/${id}`, { maxViews: 5 })).body.isPublic).toBe(true);
  expect(await isListed({ token })).toBe(true);
});

test("what cannot be opened is not listed: over, used up, deleted, held back or removed", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const used = await share(world, { isPublic: true, maxViews: 1 });
  await world.anyone.get(used.json);
  expect(await isListed(used)).toBe(false);
  const deleted = await share(world, { isPublic: true });
  await deleted.owner.delete(`/prompts/${deleted.promptId}`);
  expect(await isListed(deleted)).toBe(false);
  for (const status of ["flagged", "removed"]) {
    const held = await share(world, { isPublic: true });
    await world.sql("update promptr.prompts set moderation_status = $2 where id = $1", [held.promptId, status]);
    expect([status, await isListed(held)]).toEqual([status, false]);
  }
  const expiresAt = new Date(now.getTime() + DAY_MS).toISOString();
  const ending = await share(world, { isPublic: true, expiresAt });
  expect(await isListed(ending)).toBe(true);
  pass(world, DAY_MS);
  expect(await isListed(ending)).toBe(false);
});

test("what must not be published is not listed either, and may still be shared", async () => {
  const secret = { task: "Use the key AKIAIOSFODNN7EXAMPLQ to read the bucket." };
  const hidden = await share(world, {}, secret);
  const made = await hidden.owner.post("/sharing/create", { promptId: hidden.promptId, isPublic: true });
  expect([made.status, made.body.code]).toEqual([422, "publish_blocked"]);
  const changed = await hidden.owner.put(hidden.json, { isPublic: true });
  expect([changed.status, changed.body.code]).toEqual([422, "publish_blocked"]);
  expect(await isListed(hidden)).toBe(false);
});

test("the list goes on where it ended, and a forged cursor is refused", async () => {
  for (let link = 0; link < 3; link += 1) await share(world, { isPublic: true });
  const first = (await world.anyone.get("/sharing/public?limit=2")).body;
  const second = (await world.anyone.get(`/sharing/public?limit=2&cursor=${first.pagination.nextCursor}`)).body;
  const urls = [...first.data, ...second.data].map(({ url }: Listed) => url);
  expect(urls.length).toBeGreaterThanOrEqual(3);
  expect(new Set(urls).size).toBe(urls.length);
  expect((await world.anyone.get("/sharing/public?cursor=forged")).body.code).toBe("invalid_cursor");
});

test("row level security shows nobody a listed link itself", async () => {
  const { owner } = await share(world, { isPublic: true });
  const eve = await world.user();
  expect((await eve.get("/sharing/my-shares")).body.data).toEqual([]);
  expect((await owner.get("/sharing/my-shares")).body.data).toHaveLength(1);
});
