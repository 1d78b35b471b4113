import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { areNear, inspect, lint, plainName, scanTemplate } from "./lint/index.ts";
export const enrichment: Feature = { name: "enrichment", routes, jobs: [], handlers: [] };
