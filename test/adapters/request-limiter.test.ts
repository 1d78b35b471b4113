import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeasedLimiter } from "../../src/adapters/limiter.ts";
import { requestWindows } from "../../src/app/ports.ts";
import type { RequestWindows } from "../../src/contract/limiter.ts";
import { Failure } from "../../src/errors.ts";
import { SEED } from "../seed.ts";
import { createWorld, type World } from "../world.ts";

const SLOT_MS = 30_000;
const WINDOW_MS = 900_000;
/** RELIABILITY P17 asks for 1,000: `LIMITER_RUNS=1000`. */
const RUNS = Number(process.env["LIMITER_RUNS"] ?? 40);

let world: World;
let windows: RequestWindows;
beforeAll(async () => {
  world = await createWorld();
  windows = requestWindows(world.app.storage.database);
});
afterAll(() => world[Symbol.asyncDispose]());

/** Processes that share one Postgres and a clock; time passes in whole slots, in the table and for them. */
function cluster(processes: number, over: Partial<RequestWindows> = {}) {
  const clock = { ms: 0 };
  const passed = () => clock.ms / SLOT_MS;
  const inTime: RequestWindows = {
    take: async (taking) => {
      const taken = await windows.take({ ...taking, unspentSlot: taking.unspentSlot - passed() });
      return { ...taken, slot: taken.slot + passed() };
    },
    giveBack: (unspent) => windows.giveBack(unspent.map((one) => ({ ...one, slot: one.slot - passed() }))),
    ...over,
  };
  const limiters = Array.from({ length: processes }, () => new LeasedLimiter(inTime, () => clock.ms));
  const pass = async (slots: number): Promise<void> => {
    clock.ms += slots * SLOT_MS;
    await world.sql("update promptr.request_windows set slot = slot - $1", [slots]);
  };
  const take = async (process: number, subject: string, limit: number): Promise<boolean> =>
    (await limiters[process]!.take(subject, limit)).admitted;
  const close = () => Promise.all(limiters.map((limiter) => limiter.close()));
  return { clock, limiters, pass, take, close };
}

let subjects = 0;
const someone = () => `someone-${++subjects}`;
const count = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

test("two processes, a limit of 1,000 and 3,000 racing requests: between 950 and 1,000 are let through, never more", async () => {
  const { take, close } = cluster(2);
  const ada = someone();
  const answers = await Promise.all(Array.from({ length: 3_000 }, (_, index) => take(index % 2, ada, 1_000)));
  expect(count(answers)).toBeGreaterThanOrEqual(950);
  expect(count(answers)).toBeLessThanOrEqual(1_000);
  await close();
});

test(
  "in any fifteen minutes no more than the limit is let through, whatever comes when, at whichever of three processes",
  async () => {
    const step = fc.record({
      process: fc.nat({ max: 2 }),
      requests: fc.integer({ min: 1, max: 45 }),
      slots: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 34 })),
      handsBack: fc.boolean(),
    });
    await world.sql("delete from promptr.request_windows");
    const counts = { asked: 0, admitted: 0, windows: 0, full: 0 };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 120 }), fc.array(step, { maxLength: 12 }), async (limit, steps) => {
        const { clock, limiters, pass, take, close } = cluster(3);
        const ada = someone();
        const admittedAt: number[] = [];
        for (const { process, requests, slots, handsBack } of steps) {
          if (slots > 0) await pass(slots);
          if (handsBack) await limiters[process]!.handBackEnded();
          const answers = await Promise.all(Array.from({ length: requests }, () => take(process, ada, limit)));
          for (const admitted of answers) if (admitted) admittedAt.push(clock.ms);
          counts.asked += requests;
          const recent = admittedAt.filter((at) => at > clock.ms - WINDOW_MS);
          expect(recent.length).toBeLessThanOrEqual(limit);
          counts.windows += 1;
          if (recent.length === limit) counts.full += 1;
        }
        counts.admitted += admittedAt.length;
        await close();
      }),
      { numRuns: RUNS, seed: SEED },
    );
    const { asked, admitted, windows: looks, full } = counts;
    console.log(
      `figure: ${RUNS} runs, ${asked} requests of which ${admitted} were let through: in ${looks} looks at a quarter of an hour never above the limit, in ${full} exactly at it, seed ${SEED}`,
    );
  },
  20_000 + RUNS * 100,
);

test("around the end of a window nobody gets the limit twice, and a quarter of an hour later all of it is there again", async () => {
  const { pass, take, close } = cluster(1);
  const ada = someone();
  await pass(29);
  expect(count(await Promise.all(Array.from({ length: 150 }, () => take(0, ada, 100))))).toBe(100);
  await pass(1);
  expect(count(await Promise.all(Array.from({ length: 150 }, () => take(0, ada, 100))))).toBe(0);
  await pass(31);
  expect(count(await Promise.all(Array.from({ length: 150 }, () => take(0, ada, 100))))).toBe(100);
  await close();
});

test("who asks steadily, a little less than the limit allows, is never refused", async () => {
  const { pass, take, close } = cluster(2);
  const ada = someone();
  for (let slot = 0; slot < 70; slot += 1) {
    for (let request = 0; request < 3; request += 1) expect(await take(request % 2, ada, 100)).toBe(true);
    await pass(1);
  }
  await close();
});

test("what an idle process holds in lease is handed back when its slot is over, and on its end", async () => {
  const { limiters, pass, take, close } = cluster(2);
  const ada = someone();
  await take(0, ada, 100);
  const used = async (): Promise<unknown> =>
    (
      await world.sql(
        "select sum(c)::int as used from promptr.request_windows, unnest(counts) c where key = sha256($1::bytea)",
        [Buffer.from(ada)],
      )
    )[0]?.["used"];
  expect(await used()).toBe(5);
  await pass(1);
  await limiters[0]!.handBackEnded();
  expect(await used()).toBe(1);
  await take(1, ada, 100);
  expect(await used()).toBe(6);
  await close();
  expect(await used()).toBe(2);
});

test("who has nothing left is answered from memory, with the moment it changes", async () => {
  let asked = 0;
  const { limiters, close } = cluster(1, { take: (taking) => ((asked += 1), windows.take(taking)) });
  const ada = someone();
  for (let request = 0; request < 20; request += 1) await limiters[0]!.take(ada, 10);
  const before = asked;
  for (let request = 0; request < 1_000; request += 1) {
    const verdict = limiters[0]!.take(ada, 10);
    expect(verdict).toMatchObject({ admitted: false, remaining: 0 });
  }
  expect(asked).toBe(before);
  const resetAt = limiters[0]!.spent(ada, 10)?.resetAt ?? 0;
  expect(resetAt - Date.now()).toBeGreaterThan(WINDOW_MS - SLOT_MS);
  expect(resetAt - Date.now()).toBeLessThanOrEqual(WINDOW_MS + SLOT_MS);
  await close();
});

test("a request costs a statement at most every fifth time, and for a limit of 1,000 every fiftieth", async () => {
  let asked = 0;
  const { take, close } = cluster(1, { take: (taking) => ((asked += 1), windows.take(taking)) });
  const [ada, eve] = [someone(), someone()];
  for (let request = 0; request < 50; request += 1) await take(0, ada, 100);
  expect(asked).toBeLessThanOrEqual(10);
  asked = 0;
  for (let request = 0; request < 500; request += 1) await take(0, eve, 1_000);
  expect(asked).toBeLessThanOrEqual(10);
  await close();
});

test("a caller's new limit counts at once, with what was spent under the old one", async () => {
  const { take, close } = cluster(1);
  const ada = someone();
  expect(count(await Promise.all(Array.from({ length: 30 }, () => take(0, ada, 20))))).toBe(20);
  expect(count(await Promise.all(Array.from({ length: 50 }, () => take(0, ada, 40))))).toBe(20);
  expect(await take(0, ada, 10)).toBe(false);
  await close();
});

describe("while Postgres is away", () => {
  const away = new Failure("unavailable");

  test("a process lets as many through as the limit says, asks once a second, and charges for them afterwards", async () => {
    let isAway = true;
    let asked = 0;
    const { clock, take, close } = cluster(1, {
      take: (taking) => ((asked += 1), isAway ? Promise.reject(away) : windows.take(taking)),
    });
    const ada = someone();
    const admitted = count(await Promise.all(Array.from({ length: 30 }, () => take(0, ada, 10))));
    expect(admitted).toBe(10);
    expect(asked).toBe(1);
    isAway = false;
    clock.ms += 1_001;
    expect(await take(0, ada, 10)).toBe(false);
    console.log(`figure: limit 10, 30 at once without Postgres: ${admitted} let through, 0 more when it is back`);
    const eve = someone();
    expect(await take(0, eve, 10)).toBe(true);
    await close();
  });

  test("who had nothing left has nothing more", async () => {
    let isAway = false;
    const { take, close } = cluster(1, {
      take: (taking) => (isAway ? Promise.reject(away) : windows.take(taking)),
    });
    const ada = someone();
    expect(count(await Promise.all(Array.from({ length: 15 }, () => take(0, ada, 10))))).toBe(10);
    isAway = true;
    expect(count(await Promise.all(Array.from({ length: 15 }, () => take(0, ada, 10))))).toBe(0);
    await close();
  });

  test("what goes wrong otherwise is not taken for that, and lets nobody through", async () => {
    const { take, close } = cluster(1, { take: () => Promise.reject(new Error("a bug")) });
    await expect(take(0, someone(), 10)).rejects.toThrow("a bug");
    await close();
  });
});
