import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** What may be shown to everybody: administrators decide, owners are told why and may answer once. */
export const moderation: Feature = { name: "moderation", routes, jobs: [], handlers: [] };
