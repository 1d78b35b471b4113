import type { Feature } from "../../feature.ts";
import { deviceRoutes } from "./devices/routes.ts";
import { mailedPageRoutes } from "./mailed/page-routes.ts";
import { mailedRoutes } from "./mailed/routes.ts";
import { routes } from "./routes.ts";

export { accountsNamed, refuseLastAdministrator, setAdministrator } from "./administrators.ts";
export { grantListedAdministrators } from "./listed-administrators.ts";
export { confirmIdentity } from "./password-check.ts";
export { Password } from "./schema.ts";
export { endSessions, identifyActor, sessionTag, userTag } from "./sessions.ts";
export { isStillAdministrator } from "./still-administrator.ts";
export { holdOwner } from "./standing.ts";

/** Accounts, sign-in and sessions. */
export const auth: Feature = {
  name: "auth",
  routes: [...routes, ...mailedRoutes, ...deviceRoutes, ...mailedPageRoutes],
  jobs: [],
  handlers: [],
};
