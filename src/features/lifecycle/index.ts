import { type Feature, handle } from "../../feature.ts";
import { warnOwners } from "./jobs.ts";
import { routes } from "./routes.ts";
import { warnOfEndings } from "./warn.ts";

export { warnOwners } from "./jobs.ts";

/** Models come to an end: who uses one is told in time, and helped to the next. */
export const lifecycle: Feature = {
  name: "lifecycle",
  routes,
  jobs: [warnOwners],
  handlers: [handle(warnOwners, warnOfEndings)],
};
