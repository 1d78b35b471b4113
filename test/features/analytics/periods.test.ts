import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { periodOf, quartersOf, startsOf } from "../../../src/features/analytics/period.ts";
import { DAY_MS, GRANULARITIES, QUARTER_MS, zoneOf } from "../../../src/features/analytics/zone.ts";
import { createWorld, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const NOW = new Date("2026-11-23T12:00:00Z");
const period = (over: object) => periodOf({ granularity: "day", timezone: "UTC", ...over } as never, NOW);
/** Where Postgres, with time zone data of its own, begins each day, week or month that touches the time. */
async function startsByPostgres(granularity: string, timezone: string, from: string, to: string): Promise<string[]> {
  const rows = await world.sql(
    `select distinct date_trunc($1, at, $2) as start from generate_series($3::timestamptz, $4::timestamptz - interval '1 ms', '6 hours') as at
     order by 1`,
    [granularity, timezone, from, to],
  );
  return rows.map(({ start }) => (start as Date).toISOString());
}

describe("days, weeks and months begin where they do in the time zone", () => {
  const zones = [
    "UTC",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/New_York",
    "Pacific/Chatham",
    "America/St_Johns",
  ];
  test.each(zones)("%s, over a year with its changes of the clock", async (timezone) => {
    for (const granularity of ["day", "week", "month"] as const) {
      const { bounds } = period({ granularity, timezone, from: "2026-01-01", to: "2026-12-31" });
      const told = bounds.slice(0, -1).map((bound) => new Date(bound).toISOString());
      const [first, last] = [told[0]!, new Date(bounds.at(-1)!).toISOString()];
      expect(told).toEqual(await startsByPostgres(granularity, timezone, first, last));
    }
  });
});

const hours = (timezone: string, from: string, to: string) =>
  startsOf(period({ granularity: "hour", timezone, from, to })).map((start) => start.slice(11, 16));

test("an hour begins with each full hour of the local clock", () => {
  expect(hours("Asia/Kathmandu", "2026-11-01T00:00:00Z", "2026-11-01T02:00:00Z")).toEqual(["23:15", "00:15", "01:15"]);
});

test("where clocks are set back an hour, its hour comes twice; where they are set forward, it is left out", () => {
  const day = (date: string) =>
    startsOf(period({ granularity: "hour", timezone: "America/New_York", from: date, to: date }));
  expect(day("2026-11-01")).toHaveLength(25);
  expect(day("2026-03-08")).toHaveLength(23);
  expect(day("2026-11-02")).toHaveLength(24);
});

test("where clocks are set by half an hour, the hour is cut there and none is longer than an hour", () => {
  // On Lord Howe Island 02:00 (+11) became 01:30 (+10:30) on 5 April, and 02:00 (+10:30) becomes 02:30 (+11) on 4 October.
  expect(hours("Australia/Lord_Howe", "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z")).toEqual([
    "14:00",
    "15:00",
    "15:30",
  ]);
  expect(hours("Australia/Lord_Howe", "2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z")).toEqual([
    "14:30",
    "15:30",
    "16:00",
  ]);
});

test("a day whose midnight is skipped begins when the clock is set; one whose midnight comes twice begins with the first", () => {
  // Cairo goes from 24 April 00:00 to 01:00; Havana from 1 November 01:00 back to 00:00.
  const cairo = startsOf(period({ timezone: "Africa/Cairo", from: "2026-04-23", to: "2026-04-25" }));
  expect(cairo).toEqual(["2026-04-22T22:00:00.000Z", "2026-04-23T22:00:00.000Z", "2026-04-24T21:00:00.000Z"]);
  const havana = startsOf(period({ timezone: "America/Havana", from: "2026-11-01", to: "2026-11-02" }));
  expect(havana).toEqual(["2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"]);
});

test("in no time zone does anything begin within a quarter of an hour", () => {
  const days = Array.from({ length: 24 }, (_, month) => Date.UTC(2020, month * 5, 1));
  for (const name of Intl.supportedValuesOf("timeZone")) {
    const zone = zoneOf(name);
    for (const day of days) expect([name, zone.offsetAt(day) % QUARTER_MS]).toEqual([name, expect.closeTo(0)]);
  }
});

test("bounds are moved out to whole stretches, days asked for count whole, and now is in the last one", () => {
  expect(startsOf(period({ from: "2026-11-20T13:00:00Z", to: "2026-11-21T00:00:00.001Z" }))).toEqual([
    "2026-11-20T00:00:00.000Z",
    "2026-11-21T00:00:00.000Z",
  ]);
  expect(startsOf(period({ from: "2026-11-20", to: "2026-11-20" }))).toEqual(["2026-11-20T00:00:00.000Z"]);
  const usual = GRANULARITIES.map((granularity) => startsOf(period({ granularity })));
  expect(usual.map((starts) => starts.length)).toEqual([24, 30, 12, 12]);
  expect(usual.map((starts) => starts.at(-1))).toEqual([
    "2026-11-23T12:00:00.000Z",
    "2026-11-23T00:00:00.000Z",
    "2026-11-23T00:00:00.000Z",
    "2026-11-01T00:00:00.000Z",
  ]);
});

test("every quarter of an hour of a period is in exactly one stretch", () => {
  const asked = period({ timezone: "Asia/Kathmandu", from: "2026-10-01", to: "2026-11-23", granularity: "week" });
  const { days, quarters } = quartersOf(asked);
  const all = days.flatMap((day, index) =>
    Array.from(quarters[index]!).flatMap((bit, place) => (bit === "1" ? [Date.parse(day) + place * QUARTER_MS] : [])),
  );
  const [first, last] = [asked.bounds[0]!, asked.bounds.at(-1)!];
  expect(all.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: (last - first) / QUARTER_MS }, (_, index) => first + index * QUARTER_MS),
  );
  expect((last - first) % (7 * DAY_MS)).toBe(0);
});
