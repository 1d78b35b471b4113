import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { type Event, rollUpNow, writeBatch } from "./scene.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.clock.now = new Date("2026-11-20T12:00:00Z");
});
afterAll(() => world[Symbol.asyncDispose]());

const SPAN = "from=2026-11-09&to=2026-11-15";
const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

async function used() {
  const user = await world.user();
  const { id: promptId } = (
    await user.post("/prompts", { title: `=HYPERLINK("https://evil.example","x")`, task: "Do." })
  ).body;
  const on = (day: number, over: Partial<Event> = {}): Event => ({
    userId: user.userId,
    at: new Date(Date.UTC(2026, 10, day, 9)),
    ...over,
  });
  await writeBatch(world, [on(10), on(10, { success: false }), on(11, { promptId, milliseconds: 3 })]);
  await rollUpNow(world);
  await writeBatch(world, [
    on(11, { promptId, isCall: true, model: "@SUM(A1)", costUsd: 0.5, tokens: 7, milliseconds: 4 }),
  ]);
  return { user, promptId };
}

test("a report has a line for each operation in each stretch in which it was used, as CSV and as JSON alike", async () => {
  const { user } = await used();
  const csv = await user.get(`/analytics/report?${SPAN}`);
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect(csv.headers.get("content-disposition")).toContain("promptr-usage.csv");
  const rows = rowsOf(csv.text);
  expect(rows.map(({ start, actionType, requests, modelCalls }) => [start, actionType, requests, modelCalls])).toEqual([
    ["2026-11-10T00:00:00.000Z", "readPrompt", "2", "0"],
    ["2026-11-11T00:00:00.000Z", "model_call", "0", "1"],
    ["2026-11-11T00:00:00.000Z", "readPrompt", "1", "0"],
  ]);
  const json = await user.get(`/analytics/report?${SPAN}&format=json`);
  expect(json.headers.get("content-disposition")).toContain("promptr-usage.json");
  const told = JSON.parse(json.text);
  expect(told).toMatchObject({ report: "usage", from: "2026-11-09T00:00:00.000Z", granularity: "day" });
  expect(told.rows).toHaveLength(3);
  expect(Object.keys(told.rows[0])).toEqual(Object.keys(rows[0]!));
  expect(told.rows[0]).toMatchObject({ requests: 2, failedRequests: 1, successRate: 0.5, costUsd: 0 });
});

test("cells that a spreadsheet would take for a formula are escaped", async () => {
  const { user } = await used();
  const prompts = await user.get(`/analytics/report?${SPAN}&report=prompts`);
  expect(rowsOf(prompts.text)[0]).toMatchObject({
    title: `'=HYPERLINK("https://evil.example","x")`,
    requests: "1",
    costUsd: "0.5",
  });
  const models = await user.get(`/analytics/report?${SPAN}&report=models`);
  expect(rowsOf(models.text)[0]).toMatchObject({ modelUsed: "'@SUM(A1)", modelCalls: "1", tokensUsed: "7" });
});

test("a report of nothing has a head and no line, and one of an unknown kind is refused", async () => {
  const user = await world.user();
  expect((await user.get(`/analytics/report?${SPAN}&report=models`)).text).toMatch(/^start,modelUsed,[^\n]*\n$/);
  for (const query of ["report=people", "format=xlsx"])
    expect((await user.get(`/analytics/report?${query}`)).status).toBe(400);
});
