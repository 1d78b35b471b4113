import { z } from "zod";
import { Timezone } from "../../contract/timezone.ts";
import { Failure } from "../../errors.ts";
import {
  beforeOf,
  DAY_MS,
  dayStart,
  endOf,
  type Granularity,
  GRANULARITIES,
  startOf,
  type Zone,
  zoneOf,
} from "./zone.ts";

/** A month of hours, two years of days. */
export const BUCKETS_MAX = 750;
/** Before anything was counted, and since when no zone is off UTC by a part of a quarter of an hour. */
const FIRST = "2020-01-01";
const LAST = "2100-01-01";
/** How many are shown when nothing else is asked for. */
const USUAL: Readonly<Record<Granularity, number>> = { hour: 24, day: 30, week: 12, month: 12 };

const Moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => text >= FIRST && text < LAST, `must lie from ${FIRST} to before ${LAST}`);

export const PERIOD = {
  from: Moment.optional().meta({
    description:
      "A day of the time zone, or a moment; moved back to where its hour, day, week or month begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given",
  }),
  to: Moment.optional().meta({
    description:
      "A day, which counts whole, or a moment, which does not; moved on to where its hour, day, week or month ends. Now unless given",
  }),
  granularity: z.enum(GRANULARITIES).default("day").meta({ description: "Weeks begin on Monday" }),
  timezone: Timezone.default("UTC").meta({ description: "IANA, `Asia/Kathmandu`: where days begin" }),
};
export type PeriodQuery = z.output<z.ZodObject<typeof PERIOD>>;

/** Consecutive stretches of time: each begins with its bound and ends with the next one. */
export type Period = {
  readonly granularity: Granularity;
  readonly timezone: string;
  /** In milliseconds of Unix time; one more than there are stretches. */
  readonly bounds: readonly number[];
};

const invalid = (path: string, code: string, message: string): Failure =>
  new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });

const isDay = (text: string): boolean => !text.includes("T");

function endAsked(zone: Zone, to: string | undefined, now: Date): number {
  if (to === undefined) return now.getTime() + 1;
  return isDay(to) ? endOf(zone, "day", dayStart(zone, to)) : Date.parse(to);
}

function usualStart(zone: Zone, granularity: Granularity, end: number): number {
  let start = startOf(zone, granularity, end - 1);
  for (let more = 1; more < USUAL[granularity]; more += 1) start = beforeOf(zone, granularity, start);
  return start;
}

/** The stretches a query asks for; throws `invalid_input` when they are too many or none. */
export function periodOf({ from, to, granularity, timezone }: PeriodQuery, now: Date): Period {
  const zone = zoneOf(timezone);
  const end = endAsked(zone, to, now);
  const first =
    from === undefined ? usualStart(zone, granularity, end) : isDay(from) ? dayStart(zone, from) : Date.parse(from);
  if (first >= end) throw invalid("query.from", "too_big", "must be before to");
  const bounds = [startOf(zone, granularity, first)];
  for (let last = bounds[0] ?? end; last < end; bounds.push(last)) {
    if (bounds.length > BUCKETS_MAX)
      throw invalid("query.granularity", "too_small", `must be coarser: at most ${BUCKETS_MAX} stretches are told`);
    last = endOf(zone, granularity, last);
  }
  return { granularity, timezone, bounds };
}

/** The same period with so many stretches before it. */
export function extended(period: Period, count: number): Period {
  const zone = zoneOf(period.timezone);
  const bounds = [...period.bounds];
  for (let more = 0; more < count; more += 1) bounds.unshift(beforeOf(zone, period.granularity, bounds[0] ?? 0));
  return { ...period, bounds };
}

const iso = (at: number | undefined): string => new Date(at ?? 0).toISOString();
export const startsOf = ({ bounds }: Period): string[] => bounds.slice(0, -1).map(iso);
export const spanOf = ({ granularity, timezone, bounds }: Period) => ({
  ...({ from: iso(bounds[0]), to: iso(bounds.at(-1)) } as const),
  granularity,
  timezone,
});

/** The bounds as queries take them: an array literal, the first and the last. */
export const datesOf = ({ bounds }: Period): { bounds: string; from: Date; to: Date } => ({
  bounds: `{${bounds.map(iso).join(",")}}`,
  from: new Date(bounds[0] ?? 0),
  to: new Date(bounds.at(-1) ?? 0),
});

/** For each stretch and each day (UTC) it touches, which quarters of the day lie in it, as 96 bits. */
export function quartersOf({ bounds }: Period): { buckets: number[]; days: string[]; quarters: string[] } {
  const found = { buckets: [] as number[], days: [] as string[], quarters: [] as string[] };
  bounds.slice(0, -1).forEach((start, index) => {
    const end = bounds[index + 1] ?? start;
    for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS) {
      const place = (at: number): number => (Math.min(Math.max(at - day, 0), DAY_MS) / DAY_MS) * 96;
      const [first, last] = [place(start), place(end)];
      found.buckets.push(index + 1);
      found.days.push(new Date(day).toISOString().slice(0, 10));
      found.quarters.push("0".repeat(first) + "1".repeat(last - first) + "0".repeat(96 - last));
    }
  });
  return found;
}
