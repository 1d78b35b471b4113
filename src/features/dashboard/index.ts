import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { DASHBOARD, type Visitor } from "./cookie.ts";
export { missingPage, signInPage } from "./pages.ts";
export { type DashboardAction, identifyVisitor, isOwnOrigin, recordAction } from "./service.ts";
/** The way into the jobs dashboard; the dashboard itself is pg-boss's. */
export const dashboard: Feature = { name: "dashboard", routes, jobs: [], handlers: [] };
