/** No zone has been off UTC by a part of this since 2000, so whatever begins anywhere begins with one. */
export const QUARTER_MS = 900_000;
export const DAY_MS = 86_400_000;

export const GRANULARITIES = ["hour", "day", "week", "month"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** The clock on a wall somewhere. Local times are milliseconds as if the wall stood in UTC. */
export type Zone = { readonly offsetAt: (at: number) => number };

const READ = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

export function zoneOf(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...({ year: "numeric", month: "numeric", day: "numeric" } as const),
    ...({ hour: "numeric", minute: "numeric", second: "numeric" } as const),
  });
  return {
    offsetAt(at) {
      const [, month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] =
        READ.exec(format.format(at))?.map(Number) ?? [];
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
    },
  };
}

/** When the clock first shows a local time, or one beyond it where that time is skipped. */
function firstAt({ offsetAt }: Zone, local: number): number {
  const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)];
  if (offsetAt(local - before) === before) return local - before;
  if (offsetAt(local - after) === after) return local - after;
  let at = local - after; // still before the clock is set forward
  while (offsetAt(at) !== after) at += QUARTER_MS;
  return at;
}

function floorLocal(granularity: Exclude<Granularity, "hour">, local: number): number {
  const date = new Date(local);
  const daysBack = { day: 0, week: (date.getUTCDay() + 6) % 7, month: date.getUTCDate() - 1 }[granularity];
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - daysBack);
}

function nextLocal(granularity: Exclude<Granularity, "hour">, local: number): number {
  const date = new Date(local);
  if (granularity === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return local + (granularity === "week" ? 7 : 1) * DAY_MS;
}

/** An hour begins where the clock shows a full hour, and where it is set: no hour is longer than one. */
function beginsHour({ offsetAt }: Zone, at: number): boolean {
  const offset = offsetAt(at);
  return (at + offset) % (4 * QUARTER_MS) === 0 || offsetAt(at - QUARTER_MS) !== offset;
}

/** The start of the hour, day, week (from Monday) or month of a zone that holds the moment. */
export function startOf(zone: Zone, granularity: Granularity, moment: number): number {
  if (granularity !== "hour") return firstAt(zone, floorLocal(granularity, moment + zone.offsetAt(moment)));
  let at = Math.floor(moment / QUARTER_MS) * QUARTER_MS;
  while (!beginsHour(zone, at)) at -= QUARTER_MS;
  return at;
}

/** Where the hour, day, week or month that begins at `start` ends. */
export function endOf(zone: Zone, granularity: Granularity, start: number): number {
  if (granularity !== "hour")
    return firstAt(zone, nextLocal(granularity, floorLocal(granularity, start + zone.offsetAt(start))));
  const offset = zone.offsetAt(start);
  const full = start + 4 * QUARTER_MS - ((start + offset) % (4 * QUARTER_MS));
  if (zone.offsetAt(full - QUARTER_MS) === offset) return full;
  let at = start + QUARTER_MS; // the clock is set within this hour
  while (!beginsHour(zone, at)) at += QUARTER_MS;
  return at;
}

/** The start of the one before that which begins at `start`. */
export const beforeOf = (zone: Zone, granularity: Granularity, start: number): number =>
  startOf(zone, granularity, start - QUARTER_MS);

/** When a calendar day (`2026-11-23`) begins. */
export const dayStart = (zone: Zone, day: string): number => firstAt(zone, Date.parse(day));
