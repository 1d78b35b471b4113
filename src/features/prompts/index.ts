import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";
import { routes as versionRoutes } from "./versions/routes.ts";

export { PUBLIC_PAGE, PUBLIC_PROMPT } from "./examples.ts";
export { withinBytes } from "./page-bytes.ts";
export { ORDERS, type PromptOrder } from "./order.ts";
export { toShared } from "./present.ts";
export { SHARED_COLUMNS } from "./queries.ts";
export { CategoryName, Model, promptShape, PromptId, TagFilter } from "./schema.ts";
export { etagOf, PUBLIC_TAG } from "./writing.ts";
export const prompts: Feature = { name: "prompts", routes: [...routes, ...versionRoutes], jobs: [], handlers: [] };
