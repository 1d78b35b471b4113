import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** What the enhancer does to prompts that are stored. It stands apart because prompts are judged by the enhancer's own linter. */
export const improving: Feature = { name: "improving", routes, jobs: [], handlers: [] };
