import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { lint } from "./lint/index.ts";
export const enrichment: Feature = { name: "enrichment", routes, jobs: [], handlers: [] };
