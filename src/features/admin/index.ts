import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** What administrators do. */
export const admin: Feature = { name: "admin", routes, jobs: [], handlers: [] };
