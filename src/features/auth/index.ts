import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { refuseLastAdministrator } from "./administrators.ts";
export { identifyActor, sessionTag, userTag } from "./sessions.ts";

/** Accounts, sign-in and sessions. */
export const auth: Feature = { name: "auth", routes, jobs: [], handlers: [] };
