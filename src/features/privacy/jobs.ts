import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Builds the archive of one export. The payload does not name the person: the row does. */
export const makeExport = job({
  name: "users.export",
  payload: z.strictObject({ exportId: z.uuid() }),
  attempts: 3,
  timeoutSeconds: 600,
  concurrency: 1,
});

/** Removes everything of a closed account. */
export const eraseAccount = job({
  name: "users.erase",
  payload: z.strictObject({ userId: z.uuid() }),
  attempts: 5,
  timeoutSeconds: 600,
  concurrency: 1,
});
