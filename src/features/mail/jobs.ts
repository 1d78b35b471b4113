import { z } from "zod";
import { job } from "../../contract/job.ts";

/**
 * Sends one mail to an account. The payload names the account, never an address or a link: the worker reads what is true
 * then, and makes the link. `about` is the id of what the mail is about: the export of `export_ready`. `passwordSince`
 * says of which password a `reset_password` is to be the way out: since another took its place, nothing is mailed.
 */
export const sendMail = job({
  name: "mail.send",
  payload: z.strictObject({
    to: z.uuid(),
    template: z.enum(["welcome", "verify_email", "reset_password", "password_changed", "export_ready"]),
    about: z.uuid().optional(),
    passwordSince: z.iso.datetime().optional(),
  }),
  attempts: 3,
  timeoutSeconds: 60,
  concurrency: 5,
});
