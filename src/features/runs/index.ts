import { type Feature, handle } from "../../feature.ts";
import { testPrompt } from "./jobs.ts";
import { routes } from "./routes.ts";
import { runTests } from "./test-job.ts";

export { testPrompt } from "./jobs.ts";
export { RUN_MS_MAX } from "./test-job.ts";

/** A prompt at work: its answers, and whether they are what they should be. */
export const runs: Feature = {
  name: "runs",
  routes,
  jobs: [testPrompt],
  handlers: [handle(testPrompt, (scope, { runId }) => runTests(scope, runId))],
};
