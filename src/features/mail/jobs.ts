import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Sends one mail to an account. The payload names the account, never an address: the worker reads what is true then. */
export const sendMail = job({
  name: "mail.send",
  payload: z.strictObject({ to: z.uuid(), template: z.enum(["welcome"]) }),
  attempts: 3,
  timeoutSeconds: 60,
  concurrency: 5,
});
