import { type Feature, handle } from "../../feature.ts";
import { deliverDue } from "./deliver.ts";
import { WEBHOOK_DOCS } from "./events.ts";
import { watchJobs } from "./health.ts";
import { deliverWebhooks, watchFailures } from "./jobs.ts";
import { logRoutes } from "./log-routes.ts";
import { routes } from "./routes.ts";

export { deliverWebhooks, watchFailures } from "./jobs.ts";
export { wakeDeliveries } from "./wake.ts";

/** What happens here, told to other people's programs. */
export const webhooks: Feature = {
  name: "webhooks",
  routes: [...routes, ...logRoutes],
  jobs: [deliverWebhooks, watchFailures],
  handlers: [handle(deliverWebhooks, deliverDue), handle(watchFailures, watchJobs)],
  webhooks: WEBHOOK_DOCS,
};
