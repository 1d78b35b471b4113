import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { lockTree } from "./queries.ts";
export { FOLDERS_MAX } from "./service.ts";
export { DEPTH_MAX } from "./tree.ts";
export const folders: Feature = { name: "folders", routes, jobs: [], handlers: [] };
