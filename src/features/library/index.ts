import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export const library: Feature = { name: "library", routes, jobs: [], handlers: [] };
