import type { Query } from "../../db/build.ts";
import {
  oldActiveDays,
  oldModelRollups,
  oldPromptRollups,
  oldSystemRollups,
  oldUsageRollups,
  oldWeeklyReports,
} from "./rollup-queries.ts";

const DAY_MS = 86_400_000;
/** Two years and a month: a year, the one it is compared with, and the month that is not over. */
export const ROLLUPS_KEPT_MS = 762 * DAY_MS;

/** What is too old at a moment, some rows at a time: each is repeated until it finds nothing. */
export function rollupSweeps(now: Date): Query<unknown>[] {
  const before = new Date(now.getTime() - ROLLUPS_KEPT_MS);
  return [oldUsageRollups, oldPromptRollups, oldModelRollups, oldSystemRollups, oldActiveDays, oldWeeklyReports].map(
    (sweep) => sweep(before),
  );
}
