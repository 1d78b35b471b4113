import { MONTHS_KEPT } from "./tidy.ts";

const DAY_MS = 86_400_000;
/** With the month that is not over, and a day of clocks that differ. */
const DAYS_MAX = (MONTHS_KEPT + 1) * 31 + 2;

export type Day = { readonly from: Date; readonly to: Date };

/**
 * The days (UTC) that can hold usage of an account, oldest first. No index leads from a person to their rows, so they are
 * read by the day: each statement looks at a bounded part of the table.
 */
export function daysOfUsage(openedAt: Date, now: Date): Day[] {
  const last = Math.floor(now.getTime() / DAY_MS) + 1;
  const first = Math.max(Math.floor(openedAt.getTime() / DAY_MS) - 1, last - DAYS_MAX);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const start = (first + index) * DAY_MS;
    return { from: new Date(start), to: new Date(start + DAY_MS) };
  });
}
