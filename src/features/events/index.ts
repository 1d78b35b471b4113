import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** Changes, told to clients as they happen. */
export const events: Feature = { name: "events", routes, jobs: [], handlers: [] };
