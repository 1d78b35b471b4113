import type { Feature } from "../../feature.ts";
import { failureRoutes } from "./failure-routes.ts";
import { routes } from "./routes.ts";

export { FLAGS_TAG, isOn, overrideOf } from "./flags.ts";
export const system: Feature = { name: "system", routes: [...routes, ...failureRoutes], jobs: [], handlers: [] };
