import { type Feature, handle } from "../../feature.ts";
import { cleanUp, cleanUpDaily } from "./jobs.ts";
import { sweepDaily, sweepOften } from "./sweep.ts";

export { cleanUp, cleanUpDaily } from "./jobs.ts";

export const maintenance: Feature = {
  name: "maintenance",
  routes: [],
  jobs: [cleanUp, cleanUpDaily],
  handlers: [handle(cleanUp, sweepOften), handle(cleanUpDaily, sweepDaily)],
};
