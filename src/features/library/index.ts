import { type Feature, handle } from "../../feature.ts";
import { rankTrending } from "./jobs.ts";
import { publishRoutes } from "./publish-routes.ts";
import { routes } from "./routes.ts";
import { starRoutes } from "./star-routes.ts";
import { rank } from "./trending.ts";

export { ViewCounter } from "./views.ts";
export const library: Feature = {
  name: "library",
  routes: [...routes, ...starRoutes, ...publishRoutes],
  jobs: [rankTrending],
  handlers: [handle(rankTrending, rank)],
};
