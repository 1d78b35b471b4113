import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, until, type User, type World } from "../world.ts";

const HOUR_MS = 3_600_000;
const LIMIT = 50;

let world: World;
let ahead: Awaited<ReturnType<World["another"]>>;
let ada: User;
beforeAll(async () => {
  world = await createWorld({ limits: { free: { requests: LIMIT } } });
  ahead = await world.another(HOUR_MS);
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

test("case 30: servers whose clocks are an hour apart take each other's tokens, and an ended session is over for both within a second", async () => {
  const eve = await world.user();
  const there = ahead.as(eve);
  expect((await there.get("/users/profile")).status).toBe(200);
  const refreshed = await ahead.anyone.post("/auth/refresh", { refreshToken: eve.refreshToken });
  expect(refreshed.status).toBe(200);
  const fromAhead = world.with({ authorization: `Bearer ${refreshed.body.accessToken}` });
  expect((await fromAhead.get("/users/profile")).status).toBe(200);
  expect((await fromAhead.post("/auth/logout")).status).toBe(204);
  const endedAt = performance.now();
  await until(async () => (await there.get("/users/profile")).status === 401);
  console.log(
    `figure: a session ended at one server is over ${Math.round(performance.now() - endedAt)} ms later at another an hour apart`,
  );
});

test("case 30: servers whose clocks are an hour apart keep one history: revisions, versions and labels go on where the other left off", async () => {
  const [here, there] = [await world.user({ tier: "pro" })].flatMap((user) => [user, ahead.as(user)] as const);
  const { id } = (await there!.post("/prompts", { title: "Clocks", task: "Say what time it is in one sentence." }))
    .body;
  for (const [turn, caller] of [here!, there!, here!].entries()) {
    const changed = await caller.put(`/prompts/${id}`, { task: `Say what time it is in ${turn + 2} sentences.` });
    expect([changed.status, changed.body.version]).toEqual([200, turn + 2]);
    expect((await caller.put(`/prompts/${id}/labels/production`, { version: turn + 2 })).status).toBeLessThan(300);
  }
  const { body } = await there!.get(`/prompts/${id}/labels/production/history`);
  expect(body.data.map(({ to }: { to: number }) => to)).toEqual([4, 3, 2]);
});

test("case 30: servers whose clocks are an hour apart let no more than the limit through together, since windows are the database's", async () => {
  const callers = [ada, ahead.as(ada)];
  const answers = await Promise.all(
    Array.from({ length: 2 * LIMIT }, (_, turn) => callers[turn % 2]!.get("/users/profile")),
  );
  const passed = answers.filter(({ status }) => status === 200).length;
  expect(passed).toBeLessThanOrEqual(LIMIT * 1.1);
  expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
  console.log(`figure: ${passed} of ${answers.length} let through by two servers an hour apart, the limit is ${LIMIT}`);
});
