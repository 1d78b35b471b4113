/** Each class of `promptr.latency_class` reaches this much further than the one before. */
const STEP = 1.2;

/** The duration a class stands for, in milliseconds: 9.6 % off at most, exact up to 5 ms; null when there is none. */
export function millisecondsOf(latencyClass: number | null): number | null {
  if (latencyClass === null || latencyClass <= 0) return latencyClass;
  const shortest = latencyClass === 1 ? 1 : Math.floor(STEP ** (latencyClass - 2)) + 1;
  const middle = Math.sqrt(shortest * Math.floor(STEP ** (latencyClass - 1)));
  return middle < 100 ? Math.round(middle * 10) / 10 : Math.round(middle);
}
