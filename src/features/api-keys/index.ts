import type { Feature } from "../../feature.ts";
import { routes as insightRoutes } from "./insight-routes.ts";
import { routes } from "./routes.ts";

export { identifyKey } from "./identify.ts";
export { API_KEY_PATTERN, apiKeyTag } from "./key.ts";
export { type Meter, meterOf } from "./meter.ts";

/** Keys for bots and machines: what they may do, from where, how long and how often. */
export const apiKeys: Feature = { name: "api-keys", routes: [...routes, ...insightRoutes], jobs: [], handlers: [] };
