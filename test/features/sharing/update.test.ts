import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { DAY_MS, pass, problemOf, share, viewsOf } from "./fixture.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

const PASSWORD = { "x-share-password": "open sesame" };
const NOBODYS = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";

test("what is given changes and the rest stays, at once and on every process", async () => {
  const expiresAt = new Date(world.clock.now.getTime() + DAY_MS).toISOString();
  const { owner, json } = await share(world, { maxViews: 5, expiresAt });
  const changed = await owner.put(json, { password: "open sesame" });
  expect([changed.status, changed.body]).toEqual([
    200,
    expect.objectContaining({ hasPassword: true, maxViews: 5, expiresAt, state: "live", version: null }),
  ]);
  expect(changed.text).not.toMatch(/sesame|argon2/);
  expect((await there.anyone.get(json)).body.code).toBe("share_password_required");
  expect((await there.anyone.get(json, PASSWORD)).status).toBe(200);
  await owner.put(json, { password: "another one" });
  expect((await there.anyone.get(json, PASSWORD)).body.code).toBe("share_password_wrong");
  expect((await owner.put(json, { password: null })).body.hasPassword).toBe(false);
  expect((await there.anyone.get(json)).body.views).toEqual({ used: 2, max: 5 });
});

test("fewer views than there were close the link, more open it again, none set no limit", async () => {
  const { owner, json, token } = await share(world);
  for (let view = 0; view < 3; view += 1) await world.anyone.get(json);
  expect((await owner.put(json, { maxViews: 2 })).body).toMatchObject({ maxViews: 2, viewCount: 3, state: "used_up" });
  for (const { anyone } of [world, there]) expect((await anyone.get(json)).status).toBe(410);
  expect((await owner.put(json, { maxViews: 4 })).body.state).toBe("live");
  expect((await there.anyone.get(json)).body.views).toEqual({ used: 4, max: 4 });
  expect((await world.anyone.get(json)).status).toBe(410);
  await owner.put(json, { maxViews: null });
  expect((await world.anyone.get(json)).body.views).toEqual({ used: 5, max: null });
  expect(await viewsOf(world, { token })).toBe(5);
});

test("the end moves both ways, and a link that had expired lives again", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
  const { owner, json } = await share(world, { expiresAt: at(DAY_MS) });
  await owner.put(json, { expiresAt: at(1_000) });
  pass(world, 1_000);
  expect((await world.anyone.get(json)).status).toBe(410);
  expect((await owner.put(json, { maxViews: 5 })).body.state).toBe("expired");
  expect((await owner.put(json, { expiresAt: at(2 * DAY_MS) })).body.state).toBe("live");
  expect((await there.anyone.get(json)).status).toBe(200);
  expect((await owner.put(json, { expiresAt: null })).body.expiresAt).toBeNull();
});

test("a link moves between a version, a label and the newest", async () => {
  const { owner, promptId, json } = await share(world);
  await owner.put(`/prompts/${promptId}`, { task: "Second." });
  await owner.put(`/prompts/${promptId}/labels/live`, { version: 1 });
  const shown = async (change: object) => {
    expect((await owner.put(json, change)).status).toBe(200);
    return (await there.anyone.get(json)).body.version;
  };
  expect(await shown({ version: 1 })).toBe(1);
  expect(await shown({ version: null })).toBe(2);
  expect(await shown({ label: "live" })).toBe(1);
  expect(await shown({ label: null })).toBe(2);
  expect(await shown({ label: "live", version: null })).toBe(1);
});

test("each fault of a change is named, and nothing of it is done", async () => {
  const { owner, json } = await share(world, { maxViews: 5 });
  for (const [path, change] of [
    ["body.version", { version: 9 }],
    ["body.label", { label: "nowhere" }],
    ["body.label", { label: "live", version: 1 }],
    ["body.password", { password: "" }],
    ["body.maxViews", { maxViews: 0 }],
    ["body.expiresAt", { expiresAt: world.clock.now.toISOString() }],
    ["body.isPublic", { isPublic: "yes" }],
    ["body.viewCount", { viewCount: 0 }],
  ] as const) {
    const refused = await owner.put(json, { maxViews: 9, ...change });
    expect([path, refused.status, refused.body.errors[0].path]).toEqual([path, 400, path]);
  }
  expect((await world.anyone.get(json)).body.views.max).toBe(5);
});

test("nobody but its owner changes a link, and a revoked one is gone", async () => {
  const { owner, json } = await share(world);
  const eve = await world.user();
  const never = problemOf(await eve.put(`/sharing/${"x".repeat(43)}`, { maxViews: 1 }));
  expect(never.status).toBe(404);
  expect(problemOf(await eve.put(json, { maxViews: 1 }))).toEqual(never);
  expect(problemOf(await eve.put(`/sharing/${NOBODYS}`, { maxViews: 1 }))).toMatchObject({ status: 404 });
  expect((await world.anyone.put(json, { maxViews: 1 })).status).toBe(401);
  const key = await world.apiKey(owner, { scopes: ["prompts:write"] });
  expect((await key.put(json, { maxViews: 1 })).body.code).toBe("insufficient_scope");
  await owner.delete(json);
  expect((await owner.put(json, { maxViews: 1 })).status).toBe(404);
});

test("an owner who lost a link changes and ends it by its id, which opens nothing", async () => {
  const { owner, json } = await share(world);
  const [{ id }] = (await owner.get("/sharing/my-shares")).body.data;
  expect((await world.anyone.get(`/sharing/${id}`)).status).toBe(404);
  expect((await owner.put(`/sharing/${id}`, { maxViews: 7 })).body.maxViews).toBe(7);
  expect((await owner.delete(`/sharing/${id}`)).status).toBe(204);
  for (const { anyone } of [world, there]) expect((await anyone.get(json)).status).toBe(404);
});

test("while the limit is lowered, no visitor gets in beyond what was allowed before or after", async () => {
  const { owner, json, token } = await share(world, { maxViews: 30 });
  const open = () => Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? world : there).anyone.get(json)));
  const [before, lowered, after] = await Promise.all([open(), owner.put(json, { maxViews: 5 }), open()]);
  expect(lowered.status).toBe(200);
  const views = [...before, ...after].filter(({ status }) => status === 200).length;
  expect(views).toBeLessThanOrEqual(30);
  expect(await viewsOf(world, { token })).toBe(views);
  expect((await there.anyone.get(json)).status).toBe(views >= 5 ? 410 : 200);
});
