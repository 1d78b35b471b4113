import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Tells owners of models that come to an end. Daily, after the lists of models were read. */
export const warnOwners = job({
  name: "models.warn",
  /** Owners up to this one have been told. */
  payload: z.strictObject({ after: z.uuid().optional() }),
  attempts: 3,
  timeoutSeconds: 600,
  concurrency: 1,
  cron: "12 4 * * *",
});
