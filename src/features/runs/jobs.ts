import { z } from "zod";
import { job } from "../../contract/job.ts";

/** Asks a model for every test case of a run. The payload names neither person nor prompt: the row does. */
export const testPrompt = job({
  name: "prompts.test",
  payload: z.strictObject({ runId: z.uuid() }),
  attempts: 5,
  // Five minutes, and one case more: an answer and three judges of 85 s, each of which may wait a minute for its place.
  timeoutSeconds: 900,
  concurrency: 2,
});
