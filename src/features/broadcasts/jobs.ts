import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Tells one batch of a broadcast's people: those behind `after`. Each batch sends the next. */
export const fanOut = job({
  name: "notifications.fanout",
  payload: z.strictObject({ broadcastId: z.uuid(), after: z.uuid() }),
  attempts: 5,
  timeoutSeconds: 60,
  concurrency: 1,
});

/** Mails those of one batch who wait for it. A queue of its own: nobody's new password waits behind ten thousand of them. */
export const mailBroadcast = job({
  name: "mail.bulk",
  payload: z.strictObject({ broadcastId: z.uuid(), after: z.uuid(), until: z.uuid() }),
  attempts: 8,
  timeoutSeconds: 600,
  concurrency: 1,
});

/** Carries on what a job left that failed for good. Hourly, off the full hour. */
export const resumeBroadcasts = job({
  name: "notifications.resume",
  payload: z.strictObject({}),
  attempts: 3,
  timeoutSeconds: 120,
  concurrency: 1,
  cron: "46 * * * *",
});
