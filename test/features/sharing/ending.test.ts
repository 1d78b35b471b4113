import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { asShareReader } from "../../../src/db/identity.ts";
import { spendView } from "../../../src/features/sharing/visit-queries.ts";
import { createWorld, type World } from "../../world.ts";
import { DAY_MS, pass, problemOf, share, submit, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("a link works up to its end and not at it", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const expiresAt = new Date(now.getTime() + DAY_MS).toISOString();
  const { json, page, token } = await share(world, { expiresAt });
  pass(world, DAY_MS - 1);
  expect((await world.anyone.get(json)).body.expiresAt).toBe(expiresAt);
  expect((await world.anyone.raw(page)).status).toBe(200);
  pass(world, 1);
  const gone = await world.anyone.get(json);
  expect([gone.status, gone.body.code, gone.body.detail]).toEqual([410, "share_gone", "This link has expired"]);
  const gonePage = await world.anyone.raw(page);
  expect([gonePage.status, /<h1>(.*)<\/h1>/.exec(gonePage.text)![1]]).toEqual([410, "This link has expired"]);
  expect(await viewsOf(world, { token })).toBe(2);
});

test("a link opens as often as it may, over JSON, page and form together", async () => {
  const { json, page } = await share(world, { maxViews: 3 });
  expect((await world.anyone.get(json)).body.views).toEqual({ used: 1, max: 3 });
  expect((await world.anyone.raw(page)).text).toContain("Opened 2 of 3 times");
  expect((await submit(world, page)).text).toContain("Opened 3 of 3 times");
  const used = await world.anyone.get(json);
  expect([used.status, used.body.code, used.body.detail]).toEqual([410, "share_gone", "This link is used up"]);
  for (const reply of [await world.anyone.raw(page), await submit(world, page)])
    expect([reply.status, /<h1>(.*)<\/h1>/.exec(reply.text)![1]]).toEqual([410, "This link is used up"]);
});

test("the owner ends a link at once and for good", async () => {
  const { owner, json, page } = await share(world);
  const other = await world.another();
  expect((await other.anyone.get(json)).status).toBe(200);
  expect((await owner.delete(json)).status).toBe(204);
  for (const reply of [await world.anyone.get(json), await other.anyone.get(json), await world.anyone.raw(page)])
    expect(reply.status).toBe(404);
  expect((await owner.delete(json)).status).toBe(404);
});

test("nobody but the owner can end a link, nor learn that there is one", async () => {
  const { json } = await share(world);
  const eve = await world.user();
  const unknown = await eve.delete(`/sharing/${"x".repeat(43)}`);
  expect(unknown.status).toBe(404);
  expect(problemOf(await eve.delete(json))).toEqual(problemOf(unknown));
  expect((await eve.delete("/sharing/my-shares")).status).toBe(404);
  expect((await world.anyone.delete(json)).status).toBe(401);
  expect((await world.anyone.get(json)).status).toBe(200);
});

test("while a link is being revoked every visitor is either counted or refused", async () => {
  const { owner, json, token } = await share(world);
  const open = () => Promise.all(Array.from({ length: 40 }, () => world.anyone.get(json)));
  const [before, revoked, after] = await Promise.all([open(), owner.delete(json), open()]);
  expect(revoked.status).toBe(204);
  const replies = [...before, ...after];
  const opened = replies.filter(({ status }) => status === 200).length;
  expect(replies.filter(({ status }) => status === 404)).toHaveLength(80 - opened);
  expect(await viewsOf(world, { token })).toBe(opened);
});

test("two hundred visitors at once open a ten-view link exactly ten times, on two processes, as JSON, page and form", async () => {
  const { json, page, token } = await share(world, { maxViews: 10 });
  const other = await world.another();
  const ways = [
    () => world.anyone.get(json),
    () => other.anyone.get(json),
    () => world.anyone.raw(page),
    () => other.anyone.raw(page),
    () => submit(world, page),
  ];
  const replies = await Promise.all(Array.from({ length: 200 }, (_, turn) => ways[turn % ways.length]!()));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(replies.filter(({ status }) => status === 410)).toHaveLength(190);
  expect(await viewsOf(world, { token })).toBe(10);
});

test("views of a link without a limit are all counted", async () => {
  const { json, token } = await share(world);
  const replies = await Promise.all(Array.from({ length: 50 }, () => world.anyone.get(json)));
  expect(replies.map(({ body }) => body.views.used).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
  expect(await viewsOf(world, { token })).toBe(50);
});

test("the view itself is refused at the end of a link, whatever was seen of it before", async () => {
  const { now } = world.clock;
  const later = new Date(now.getTime() + DAY_MS);
  const shared = await share(world, { expiresAt: later.toISOString() });
  const tokenHash = createHash("sha256").update(shared.token).digest();
  const spend = (at: Date) =>
    world.db(asShareReader(tokenHash)).first(spendView({ tokenHash, unlocked: null, now: at }));
  expect(await spend(now)).toMatchObject({ used: 1, version: 1 });
  expect(await spend(later)).toBeUndefined();
  await shared.owner.delete(shared.json);
  expect(await spend(now)).toBeUndefined();
  expect(await viewsOf(world, shared)).toBe(1);
});
