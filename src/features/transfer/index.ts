import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** Ways in and out: whole stores as files. */
export const transfer: Feature = { name: "transfer", routes, jobs: [], handlers: [] };
