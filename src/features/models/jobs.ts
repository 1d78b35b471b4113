import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Reads the lists of the providers whose keys this server holds. Nightly, before owners are warned. */
export const refreshModels = job({
  name: "models.refresh",
  payload: z.strictObject({}),
  attempts: 3,
  timeoutSeconds: 120,
  concurrency: 1,
  cron: "41 2 * * *",
});
