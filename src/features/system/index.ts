import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { isOn } from "./flags.ts";
export const system: Feature = { name: "system", routes, jobs: [], handlers: [] };
