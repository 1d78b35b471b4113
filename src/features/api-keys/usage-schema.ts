import { z } from "zod";
import { Quota } from "../../contract/quota.ts";

export const SPAN_DAYS_MAX = 92;
/** Before anything was counted. */
const FIRST_DAY = "2000-01-01";

const Day = z.iso.date().refine((day) => day >= FIRST_DAY, `must not be before ${FIRST_DAY}`);

export const UsageQuery = z.strictObject({
  from: Day.exactOptional().meta({ description: "First day (UTC); 29 days before `to` unless given" }),
  to: Day.exactOptional().meta({ description: `Last day (UTC), today unless given; at most ${SPAN_DAYS_MAX} days` }),
  keyId: z.uuid().exactOptional().meta({ description: "One key only" }),
});
export type UsageQuery = z.output<typeof UsageQuery>;

export const ApiKeyUsage = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    quota: Quota.meta({ description: "Calls of the month (UTC) with all keys of the account" }),
    keys: z.array(
      z.object({
        keyId: z.uuid(),
        name: z.string(),
        prefix: z.string(),
        calls: z.int().meta({ description: "In the days asked for" }),
        days: z
          .array(z.object({ day: z.iso.date(), calls: z.int() }))
          .meta({ description: "Days without a call are left out" }),
      }),
    ),
  })
  .meta({ id: "ApiKeyUsage" });
export type ApiKeyUsage = z.output<typeof ApiKeyUsage>;
