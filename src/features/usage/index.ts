import { type Feature, handle } from "../../feature.ts";
import { cleanUpLogs } from "./jobs.ts";
import { tidyUsage } from "./tidy.ts";

export { UsageBuffer } from "./buffer.ts";
export { type Day, daysOfUsage } from "./days.ts";
export { forgetUsage } from "./forget.ts";
export { cleanUpLogs } from "./jobs.ts";

/** What was used, as raw rows: written here, read by analytics. */
export const usage: Feature = {
  name: "usage",
  routes: [],
  jobs: [cleanUpLogs],
  handlers: [handle(cleanUpLogs, tidyUsage)],
};
