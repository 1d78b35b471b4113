import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { type Notice, notify } from "./notify.ts";
export { type ReachedQuota, tellQuotaReached } from "./quota.ts";

/** What the service tells a person inside the product. */
export const notifications: Feature = { name: "notifications", routes, jobs: [], handlers: [] };
