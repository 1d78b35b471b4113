import { z } from "zod";
import { nextMonth } from "./tier.ts";

const count = z.int().min(0);

/** What a calendar month (UTC) allows, and what is left of it. */
export const Quota = z
  .object({
    limit: count,
    used: count,
    remaining: count,
    resetsAt: z.iso.datetime().meta({ description: "The next month (UTC) begins" }),
  })
  .meta({ id: "Quota" });
export type Quota = z.output<typeof Quota>;

/** The quota of the month `at` lies in; used beyond the limit (a smaller plan since) is nothing remaining. */
export const toQuota = (limit: number, used: number, at: Date): Quota => ({
  limit,
  used,
  remaining: Math.max(0, limit - used),
  resetsAt: nextMonth(at).toISOString(),
});
