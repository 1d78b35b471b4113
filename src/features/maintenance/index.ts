import { type Feature, handle } from "../../feature.ts";
import { cleanUp, cleanUpCache, cleanUpDaily } from "./jobs.ts";
import { sweepCache, sweepDaily, sweepOften } from "./sweep.ts";

export { cleanUp, cleanUpCache, cleanUpDaily } from "./jobs.ts";

export const maintenance: Feature = {
  name: "maintenance",
  routes: [],
  jobs: [cleanUp, cleanUpCache, cleanUpDaily],
  handlers: [handle(cleanUp, sweepOften), handle(cleanUpCache, sweepCache), handle(cleanUpDaily, sweepDaily)],
};
