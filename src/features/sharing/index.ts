import type { Feature } from "../../feature.ts";
import { pageRoutes } from "./page-routes.ts";
import { routes } from "./routes.ts";

export { visitCounter } from "./visit-counter.ts";
export { visitorOf } from "./visitor.ts";
/** Links that let others read a prompt. */
export const sharing: Feature = { name: "sharing", routes: [...routes, ...pageRoutes], jobs: [], handlers: [] };
