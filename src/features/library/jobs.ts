import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Every quarter of an hour, off the full hour where everybody's jobs run. */
export const rankTrending = job({
  name: "library.trending",
  payload: z.strictObject({}),
  attempts: 3,
  concurrency: 1,
  timeoutSeconds: 300,
  cron: "7-59/15 * * * *",
});
