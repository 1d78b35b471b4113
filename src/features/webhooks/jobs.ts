import { z } from "zod";
import { job } from "../../contract/job.ts";

const nothing = z.strictObject({});

/** Sends what is due. Rounds side by side take different endpoints; the failed ones of a round are due again by themselves. */
export const deliverWebhooks = job({
  name: "webhooks.deliver",
  payload: nothing,
  attempts: 2,
  concurrency: 2,
  timeoutSeconds: 60,
});

/** Looks for jobs that failed for good. */
export const watchFailures = job({
  name: "webhooks.watch",
  payload: nothing,
  attempts: 2,
  concurrency: 1,
  timeoutSeconds: 30,
  cron: "* * * * *",
});
