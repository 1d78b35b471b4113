import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered } from "../caller.ts";
import { countHashes } from "../features/auth/answers.ts";
import { problemOf, share } from "../features/sharing/fixture.ts";
import { createWorld, type World } from "../world.ts";

const { counter, ports } = countHashes();
const PASSWORD = "open sesame";
const ADDRESSES = 100;
let world: World;
let there: Awaited<ReturnType<World["another"]>>;
beforeAll(async () => {
  world = await createWorld({ ports, limits: { anonymous: { requests: 100_000 } }, env: { TRUST_PROXY: "Client-IP" } });
  there = await world.another();
});
afterAll(() => world[Symbol.asyncDispose]());

const from = (address: number) => ({ "client-ip": `198.51.100.${address}` });
const count = (answers: readonly Answered[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

/** Guesses of many addresses on two processes, some at once, as JSON, page and form. */
async function guess(link: { json: string; page: string }, guesses: number): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let sent = 0; sent < guesses; sent += 50) {
    const batch = Array.from({ length: Math.min(50, guesses - sent) }, (_, n) => {
      const { anyone } = (sent + n) % 2 ? world : there;
      const headers = from((sent + n) % ADDRESSES);
      const password = `guess-${sent + n}`;
      if (n % 5 !== 0) return anyone.get(link.json, { ...headers, "x-share-password": password });
      const type = { "content-type": "application/x-www-form-urlencoded" };
      return anyone.raw(link.page, { method: "POST", headers: { ...headers, ...type }, body: `password=${password}` });
    });
    answers.push(...(await Promise.all(batch)));
  }
  return answers;
}

/** `GUESSES=10000` makes it as long as the suite has no time for; scripts/bench/share-guesses.ts does it over real processes. */
const GUESSES = Number(process.env["GUESSES"] ?? 300);
test("case 23: guesses from a hundred addresses, on two processes, compute at most sixty passwords an hour", async () => {
  const link = await share(world, { password: PASSWORD });
  const before = counter.computed;
  const answers = await guess(link, GUESSES);
  expect(counter.computed - before).toBeLessThanOrEqual(60);
  expect(count(answers, 401)).toBe(counter.computed - before);
  expect(count(answers, 401) + count(answers, 429) + count(answers, 503)).toBe(GUESSES);
  expect(count(answers, 200)).toBe(0);
  console.log(
    `figure: ${GUESSES} guesses from ${ADDRESSES} addresses at two servers: ${counter.computed - before} computed, ${count(answers, 429)} told 429, ${count(answers, 503)} told 503`,
  );
}, 600_000);

test("case 23: one address computes ten an hour, and takes none from the others after that", async () => {
  const link = await share(world, { password: PASSWORD });
  const before = counter.computed;
  const headers = from(1);
  for (let tries = 0; tries < 25; tries += 1)
    await (tries % 2 ? world : there).anyone.get(link.json, { ...headers, "x-share-password": `guess-${tries}` });
  expect(counter.computed - before).toBe(10);
  const limited = await there.anyone.get(link.json, { ...headers, "x-share-password": PASSWORD });
  expect([limited.status, Number(limited.headers.get("retry-after")) > 3_000]).toEqual([429, true]);
  expect((await world.anyone.get(link.json, { ...from(2), "x-share-password": PASSWORD })).status).toBe(200);
});

test("case 23: a right password costs no try, however often it is given", async () => {
  const link = await share(world, { password: PASSWORD });
  const headers = { ...from(3), "x-share-password": PASSWORD };
  for (let tries = 0; tries < 12; tries += 1) expect((await world.anyone.get(link.json, headers)).status).toBe(200);
});

test("case 23: only a live link asks for a password; nothing is computed for any other, and none is taken from an address", async () => {
  const dead = await share(world, { password: PASSWORD });
  await dead.owner.delete(dead.json);
  const used = await share(world, { password: PASSWORD, maxViews: 1 });
  await world.anyone.get(used.json, { "x-share-password": PASSWORD });
  const live = await share(world, { password: PASSWORD });
  const before = counter.computed;
  const never = problemOf(await world.anyone.get(`/sharing/${"x".repeat(43)}`, { "x-share-password": PASSWORD }));
  expect(problemOf(await world.anyone.get(dead.json, { "x-share-password": PASSWORD }))).toEqual(never);
  expect((await world.anyone.get(used.json, { "x-share-password": PASSWORD })).status).toBe(410);
  expect((await world.anyone.get(live.json)).body.code).toBe("share_password_required");
  // The address of a link is no place for its password: histories, proxies and logs keep it.
  expect((await world.anyone.get(`${live.json}?password=${encodeURIComponent(PASSWORD)}`)).body.code).toBe(
    "invalid_input",
  );
  const page = await world.anyone.raw(`${live.page}?password=${encodeURIComponent(PASSWORD)}`);
  expect(page.status).toBe(401);
  expect(counter.computed).toBe(before);
});
