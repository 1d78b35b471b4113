import { z } from "zod";
import { job } from "../../contract/job.ts";

const sweep = { payload: z.strictObject({}), attempts: 3, concurrency: 1 } as const;

/** Removes what has ended. Every five minutes, off the full hour where everybody's jobs run. */
export const cleanUp = job({ ...sweep, name: "cleanup.expired", timeoutSeconds: 120, cron: "3-58/5 * * * *" });

/** Removes what only spared work: kept results, counters of requests that count no more, changes every process has read. */
export const cleanUpCache = job({ ...sweep, name: "cleanup.cache", timeoutSeconds: 120, cron: "4-54/10 * * * *" });

/** What needs a look at whole tables, or is due by the day. */
export const cleanUpDaily = job({ ...sweep, name: "cleanup.daily", timeoutSeconds: 600, cron: "17 3 * * *" });
