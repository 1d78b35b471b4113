import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** The switches, as administrators set them; what reads them is in the system feature. */
export const flags: Feature = { name: "flags", routes, jobs: [], handlers: [] };
