import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Counts the usage rows written since the last minute. */
export const rollUpUsage = job({
  name: "analytics.rollup",
  payload: z.strictObject({}),
  attempts: 3,
  concurrency: 1,
  timeoutSeconds: 120,
  cron: "* * * * *",
});

/**
 * Works out the week that has ended for everybody who wants to be told, from a person on. On Monday noon (UTC), when it is
 * Monday everywhere on earth.
 */
export const computeTrends = job({
  name: "analytics.trends",
  payload: z.strictObject({ after: z.uuid().optional() }),
  attempts: 3,
  concurrency: 1,
  timeoutSeconds: 300,
  cron: "6 12 * * 1",
});

/** Tells one person of their week; without one, looks for those who were not told yet. */
export const sendReport = job({
  name: "analytics.report",
  payload: z.strictObject({ userId: z.uuid().optional(), week: z.iso.date().optional() }),
  attempts: 3,
  concurrency: 2,
  timeoutSeconds: 60,
  cron: "51 13 * * *",
});
