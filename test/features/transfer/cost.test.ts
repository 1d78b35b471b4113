import { afterAll, beforeAll, expect, test } from "vitest";
import { breather } from "../../../src/features/transfer/breather.ts";
import { computeAhead } from "../../../src/features/transfer/rows.ts";
import { checkFound } from "../../../src/features/transfer/check.ts";
import { Losses } from "../../../src/features/transfer/reading/losses.ts";
import { readPromptr } from "../../../src/features/transfer/reading/promptr.ts";
import { inTurn } from "../../../src/features/transfer/turns.ts";
import { createWorld, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const TEXT = "Write a careful summary of the report for {{reader}} with numbers. ".repeat(10);
const ours = (prompts: number, versions: number, text = TEXT) => ({
  format: "promptr",
  version: 1,
  prompts: Array.from({ length: prompts }, (_p, n) => ({
    slug: `p-${n}`,
    title: `P ${n}`,
    versions: Array.from({ length: versions }, (_v, k) => ({ version: k + 1, task: `${text} ${n} ${k}` })),
  })),
});
const left = AbortSignal.abort();
const stays = new AbortController().signal;
const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

test("a file the month has no room for is refused before it is scored: it costs no more than its plan", async () => {
  const ada = await world.user();
  await world.sql(
    "insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'prompts', date_trunc('month', $2::timestamptz)::date, 100)",
    [ada.userId, world.clock.now],
  );
  const content = ours(60, 10);
  const timed = async (path: string) => {
    const from = performance.now();
    const { body } = await ada.post(path, { content });
    return { body, took: performance.now() - from };
  };
  const plan = await timed("/prompts/import?dryRun=true");
  const refused = await timed("/prompts/import");
  expect([plan.body.quota, refused.body.code]).toEqual([{ needed: 60, remaining: 0 }, "quota_exhausted"]);
  expect(refused.took).toBeLessThan(3 * plan.took + 300);
});

test("while a file of thousands of versions is read, others are answered", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const reading = { isDone: false, answered: 0 };
  const answer = ada.post("/prompts/import?dryRun=true", { content: ours(1, 5_000) }).finally(() => {
    reading.isDone = true;
  });
  while (!reading.isDone) {
    await eve.get("/prompts?limit=1");
    reading.answered += 1;
  }
  expect((await answer).body.create).toMatchObject([{ versions: 5_000 }]);
  expect(reading.answered).toBeGreaterThan(5);
});

test("our own export comes back with a longer history than other files may have, to the byte, and costs nothing again", async () => {
  const [ada, grace] = [await world.user(), await world.user()];
  expect((await ada.post("/prompts/import", { content: ours(1, 300, "Do") })).status).toBe(200);
  const first = await ada.get("/prompts/export");
  expect((await grace.post("/prompts/import", { content: first.text })).body.create).toMatchObject([{ versions: 300 }]);
  expect((await grace.get("/prompts/export")).text).toBe(first.text);
  expect((await grace.post("/prompts/import", { content: first.text })).body).toMatchObject({ create: [], update: [] });
});

test("nothing is read or scored for a caller who has left", async () => {
  const file = readPromptr(ours(1, 2_000), "content");
  expect(await code(checkFound(file, true, new Losses(), left))).toBe("overloaded");
  const checked = await checkFound(readPromptr(ours(2, 200), "content"), true, new Losses(), stays);
  const create = checked.prompts.map((incoming) => ({
    incoming,
    fields: { title: "t", description: null, tags: [], category: "general", isPublic: false, folderId: null },
  }));
  const plan = { create, update: [], unchanged: [], conflict: [], labels: [] };
  expect(await code(computeAhead(plan, new WeakMap(), left))).toBe("overloaded");
  expect(await code(breather(stays)())).toBe("done");
});

test("imports of one person follow each other; of those that wait too many are refused, and who leaves the line is let go", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const order: number[] = [];
  const take = (n: number, user = "ada", signal: AbortSignal = stays) =>
    code(inTurn(user, signal, () => gate.then(() => order.push(n))));
  const first = take(1);
  const second = take(2, "ada", leaving.signal);
  const third = take(3);
  expect(await take(4)).toBe("overloaded");
  leaving.abort();
  expect(await second).toBe("overloaded");
  const other = take(5, "eve");
  open();
  expect(await Promise.all([first, third, other])).toEqual(["done", "done", "done"]);
  expect(order.filter((n) => n !== 5)).toEqual([1, 3]);
  expect(await take(6)).toBe("done");
});
