import { quantile } from "../stand.ts";
import type { Seen } from "./load.ts";
import type { Sample } from "./samples.ts";

export type Verdict = { readonly what: string; readonly value: number; readonly most: number; readonly holds: boolean };
export type Soaked = {
  readonly seen: readonly Seen[];
  readonly samples: readonly Sample[];
  /** Heap after full collections: seconds since the beginning, megabytes. */
  readonly collections: readonly (readonly [number, number])[];
  /** When it began and ended, by `performance.now()`. */
  readonly from: number;
  readonly to: number;
  readonly notSent: number;
  /** Jobs that had failed for good when it was over, and why. */
  readonly dead: readonly string[];
  readonly idleQueues: readonly string[];
  readonly wrongBeats: readonly string[];
};

const WINDOW_MS = 300_000;
const WINDOWS_IN_SHORT = 3;
/** Before this nothing is judged: caches fill, code is compiled. */
const WARM_MS = 300_000;
const COLLECTIONS_MIN = 2;
/** What docs/alerting.md promises of the cache; the cache's own constants would move with what they bound. */
const CACHE_ENTRIES = 20_000;
const CACHE_BYTES = 64 * 1_024 * 1_024;

/** How much y rises with each x, by least squares; 0 of fewer than two points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  const together = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return spread > 0 ? together / spread : 0;
}

const most = (what: string, value: number, bound: number): Verdict => ({
  what,
  value,
  most: bound,
  holds: value <= bound,
});
/** The processor time others had before each sample, as a share of one processor. */
export const stolenShares = (samples: readonly Sample[]): readonly number[] =>
  samples.map(({ at, stolen }, n) => {
    const before = samples[n - 1];
    return before ? ((stolen - before.stolen) * 1_000) / (at - before.at) : 0;
  });
/** Above this share of one processor a load of seven tenths is more than the machine has left. */
export const STOLEN_MAX = 0.2;
/** Stretches in which this machine had its processors, and had had them before: a backlog takes a while. */
function calmOf({ samples, from }: Soaked): readonly (readonly [begin: number, end: number])[] {
  const shares = stolenShares(samples);
  const isStolen = (n: number): boolean => (shares[n] ?? 0) > STOLEN_MAX;
  return samples.flatMap(({ at }, n) =>
    isStolen(n) || isStolen(n - 1) ? [] : [[samples[n - 1]?.at ?? from, at] as const],
  );
}
const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Megabytes a minute that stay after collections; where there were few, the least of what was seen in each minute. */
function heapSlope({ collections, samples, from }: Soaked, warmMs: number): number {
  const after = collections.filter(([seconds]) => seconds * 1_000 >= warmMs);
  if (after.length >= COLLECTIONS_MIN) return slopeOf(after) * 60;
  const least = new Map<number, number>();
  for (const { at, heapMb } of samples) {
    const minute = Math.floor((at - from) / 60_000);
    if (at - from >= warmMs) least.set(minute, Math.min(heapMb, least.get(minute) ?? Infinity));
  }
  return slopeOf([...least]);
}

/** By how much the median of the last third of the samples is above that of the first third. */
function growth(samples: readonly Sample[], pick: (sample: Sample) => number): number {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return median(samples.slice(-third).map(pick)) - median(samples.slice(0, third).map(pick));
}

const highest = (samples: readonly Sample[], pick: (sample: Sample) => number): number =>
  samples.reduce((most, sample) => Math.max(most, pick(sample)), 0);
const refused = (seen: readonly Seen[]): number =>
  seen.filter(({ isExpected, status }) => !isExpected && status > 0 && status < 500).length;
const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;
const waits = (samples: readonly Sample[]): number =>
  median(samples.slice(-Math.ceil(samples.length / 3)).map(({ oldestWaitSeconds }) => oldestWaitSeconds));

/** Issue 9, item 7, and what else must not grow. */
export function verdictsOf(soaked: Soaked): readonly Verdict[] {
  const { seen, samples, from, to, notSent, dead, idleQueues, wrongBeats } = soaked;
  const window = Math.min(WINDOW_MS, (to - from) / WINDOWS_IN_SHORT);
  const warmMs = Math.min(WARM_MS, (to - from) / WINDOWS_IN_SHORT);
  const calm = calmOf(soaked);
  const within = (stretches: typeof calm): readonly Seen[] =>
    seen.filter((one) => stretches.some(([begin, end]) => one.at >= begin && one.at < end));
  const p99 = (stretches: typeof calm): number =>
    quantile(
      within(stretches).map(({ ms }) => ms),
      0.99,
    );
  const inWindow = Math.max(1, Math.round((window * samples.length) / (to - from)));
  const [first, last] = [p99(calm.slice(0, inWindow)), p99(calm.slice(-inWindow))];
  const failures = (all: readonly Seen[]): number => all.filter(({ status }) => status >= 500).length;
  const stolen = samples.length - calm.length;
  const warm = samples.filter(({ at }) => at - from >= warmMs);
  return [
    most(
      `answers with 5xx, without ${stolen} of ${samples.length} looks during which other machines had the processors (${failures(seen)} with them)`,
      failures(within(calm)),
      0,
    ),
    most("requests without an answer", seen.filter(({ status }) => status === 0).length, 0),
    most("other answers that were not expected", refused(seen), 0),
    most("requests that could not be sent", notSent, 0),
    most(
      `p99 of the last ${minutes(window)} over that of the first, without them (${first.toFixed(0)} ms, ${last.toFixed(0)} ms)`,
      last / first,
      1.2,
    ),
    most("heap after collections, MB a minute", heapSlope(soaked, warmMs), 0.5),
    most(
      "connections to Postgres, more at the end",
      growth(warm, ({ connections }) => connections),
      2,
    ),
    most(
      "descriptors, more at the end",
      growth(warm, ({ files }) => files),
      5,
    ),
    most(
      "answers in the cache",
      highest(samples, ({ cacheEntries }) => cacheEntries),
      CACHE_ENTRIES,
    ),
    most(
      "bytes in the cache",
      highest(samples, ({ cacheBytes }) => cacheBytes),
      CACHE_BYTES,
    ),
    most("the oldest job that could run waits, seconds, median of the last third", waits(warm), 30),
    most("jobs that failed for good", dead.length, 0),
    most(`kinds of jobs that never ran ${idleQueues.join(" ")}`.trim(), idleQueues.length, 0),
    most("what happens by the clock went wrong", wrongBeats.length, 0),
  ];
}
