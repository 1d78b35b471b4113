import { type Feature, handle } from "../../feature.ts";
import { computeTrends, rollUpUsage, sendReport } from "./jobs.ts";
import { rollUp } from "./rollup.ts";
import { routes } from "./routes.ts";
import { report, workOutWeeks } from "./weekly.ts";

export { computeTrends, rollUpUsage, sendReport } from "./jobs.ts";
export { ROLLUPS_KEPT_MS, rollupSweeps } from "./retention.ts";

/** What the usage rows say: figures that are exact at any moment, reports, and trends. */
export const analytics: Feature = {
  name: "analytics",
  routes,
  jobs: [rollUpUsage, computeTrends, sendReport],
  handlers: [handle(rollUpUsage, rollUp), handle(computeTrends, workOutWeeks), handle(sendReport, report)],
};
