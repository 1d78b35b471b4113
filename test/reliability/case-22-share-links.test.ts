import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { PASSWORD, register } from "../features/privacy/fixture.ts";
import { pass, problemOf, share, viewsOf } from "../features/sharing/fixture.ts";
import type { Answered } from "../caller.ts";
import { createWorld, type World } from "../world.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

const tally = (answers: readonly Answered[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

test("case 22: of five hundred visitors at once, on two processes, a ten-view link lets exactly ten in", async () => {
  const { json, token } = await share(world, { maxViews: 10 });
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, n) => (n % 2 === 0 ? world : there).anyone.get(json)),
  );
  // A machine that is behind turns some away before it has looked at the link.
  expect([tally(answers, 200), tally(answers, 410) + tally(answers, 503)]).toEqual([10, 490]);
  const used = answers.filter(({ status }) => status === 200).map(({ body }) => body.views.used as number);
  expect(used.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await viewsOf(world, { token })).toBe(10);
});

const ROBOTS = [
  { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" },
  { "user-agent": "WhatsApp/2.23.20.0 A" },
  { "user-agent": "Mozilla/5.0", "sec-purpose": "prefetch;prerender" },
];
test("case 22: while previews, prefetches and HEAD hammer a link with one view, a person still gets that view, and once", async () => {
  const { json, page, token } = await share(world, { maxViews: 1 });
  const robots = ROBOTS.flatMap((headers) => [
    () => world.anyone.raw(page, { headers }),
    () => there.anyone.get(json, headers),
    () => world.anyone.raw(page, { method: "HEAD", headers }),
  ]);
  const heads = [page, `/api/v1${json}`].map((path) => () => there.anyone.raw(path, { method: "HEAD" }));
  const flood = Array.from({ length: 110 }, (_, n) => [...robots, ...heads][n % (robots.length + heads.length)]!());
  const person = await world.anyone.raw(page, { headers: { "user-agent": "Mozilla/5.0 Firefox/140.0" } });
  await Promise.all(flood);
  expect(person.status).toBe(200);
  expect(await viewsOf(world, { token })).toBe(1);
  expect((await there.anyone.get(json)).status).toBe(410);
});

test("case 22: a link that ended a second ago is over, one that ends in a second is not", async () => {
  const { now } = world.clock;
  onTestFinished(() => void (world.clock.now = now));
  const { json, page } = await share(world, { expiresAt: new Date(now.getTime() + 3_600_000).toISOString() });
  const statuses = async () => [(await there.anyone.get(json)).status, (await world.anyone.raw(page)).status];
  pass(world, 3_599_000);
  expect(await statuses()).toEqual([200, 200]);
  pass(world, 2_000);
  expect(await statuses()).toEqual([410, 410]);
});

test("case 22: a link whose owner closed the account is one that never was, from that moment on and on every process", async () => {
  const ada = await register(world);
  const { id: promptId } = (await ada.post("/prompts", { title: "Gone", task: "secret-okapi" })).body as { id: string };
  const settings = { promptId, password: "open sesame", maxViews: 3 };
  const { token } = (await ada.post("/sharing/create", settings)).body as { token: string };
  const unknown = randomBytes(32).toString("base64url");
  const asked = { "x-share-password": "open sesame" };
  expect((await there.anyone.get(`/sharing/${token}`, asked)).status).toBe(200);
  const closed = await ada.delete("/users/delete-account", { password: PASSWORD });
  expect(closed.status).toBe(202);
  for (const { anyone } of [world, there]) {
    const never = problemOf(await anyone.get(`/sharing/${unknown}`));
    expect(never.status).toBe(404);
    for (const headers of [{}, asked]) expect(problemOf(await anyone.get(`/sharing/${token}`, headers))).toEqual(never);
    const [page, neverPage] = [await anyone.raw(`/s/${token}`), await anyone.raw(`/s/${unknown}`)];
    expect([page.status, page.text]).toEqual([404, neverPage.text]);
    expect(page.text).not.toContain("okapi");
  }
});

test("case 22: whatever a link answers, nothing on the way keeps it, indexes it, or learns its address", async () => {
  const live = await share(world);
  const guarded = await share(world, { password: "open sesame" });
  const used = await share(world, { maxViews: 1 });
  await world.anyone.get(used.json);
  const revoked = await share(world);
  await revoked.owner.delete(revoked.json);
  for (const [{ json, page }, status] of [
    [live, 200],
    [guarded, 401],
    [used, 410],
    [revoked, 404],
  ] as const)
    for (const path of [`/api/v1${json}`, page]) {
      const answer = await world.anyone.raw(path);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
      const robots = `${answer.headers.get("x-robots-tag")} ${/<meta name="robots" content="([^"]*)"/.exec(answer.text)?.[1]}`;
      if (status < 400 || path === page) expect([path, robots]).toEqual([path, expect.stringContaining("noindex")]);
    }
});
