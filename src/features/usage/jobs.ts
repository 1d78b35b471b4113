import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Makes the months of usage to come and drops the oldest. Once a day, off the hour where everybody's jobs run. */
export const cleanUpLogs = job({
  name: "cleanup.logs",
  payload: z.strictObject({}),
  attempts: 3,
  concurrency: 1,
  timeoutSeconds: 600,
  cron: "36 3 * * *",
});
