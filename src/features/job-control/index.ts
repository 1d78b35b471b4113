import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { readDepths, readPausedQueues } from "./read.ts";
/** What administrators see of the queues, and do about them. */
export const jobControl: Feature = { name: "job-control", routes, jobs: [], handlers: [] };
