import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

/** A person's own account: profile, preferences and numbers. */
export const users: Feature = { name: "users", routes, jobs: [], handlers: [] };
