import { z } from "zod";
import { job } from "../../contract/job.ts";

/** What a `quota_reached` is about: nothing is mailed once the month is over. */
const QuotaReached = z.strictObject({
  kind: z.enum(["prompts", "enrichments", "api_calls"]),
  month: z.iso.date(),
  limit: z.int().min(0),
});

/**
 * Sends one mail to an account. The payload names the account, never an address or a link: the worker reads what is true
 * then, and makes the link. `about` is the id of what the mail is about: the export of `export_ready`, the link of
 * `share_opened`, the decision of `moderation_decision`, the notification of `model_retiring`. `passwordSince` says of which
 * password a `reset_password` is to be the way out: since another took its place, nothing is mailed. The id of the job is
 * the Message-ID of the mail, so who sends it gives the cause as the job's key.
 */
export const sendMail = job({
  name: "mail.send",
  payload: z.strictObject({
    to: z.uuid(),
    template: z.enum([
      ...(["welcome", "verify_email", "reset_password", "password_changed", "export_ready"] as const),
      ...(["quota_reached", "share_opened", "moderation_decision", "model_retiring"] as const),
    ]),
    about: z.uuid().optional(),
    passwordSince: z.iso.datetime().optional(),
    quota: QuotaReached.optional(),
  }),
  attempts: 3,
  timeoutSeconds: 60,
  concurrency: 5,
});

/** Tells who asked for it that links of theirs were opened. Every ten minutes, off the full hour. */
export const tellOpenings = job({
  name: "mail.openings",
  payload: z.strictObject({}),
  attempts: 3,
  timeoutSeconds: 120,
  concurrency: 1,
  cron: "9-59/10 * * * *",
});
