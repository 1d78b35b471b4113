import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";
import { routes as versionRoutes } from "./versions/routes.ts";

export { answerOf, type Stored, storePrompt } from "./creation.ts";
export { NEW_PROMPT, PROMPT, PROMPT_PAGE, PUBLIC_PAGE, PUBLIC_PROMPT } from "./examples.ts";
export {
  type Content,
  contentOf,
  type Fields,
  fieldsOf,
  hashContent,
  UNSAID,
  searchValuesOf,
  shownValuesOf,
  variablesOf,
} from "./fields.ts";
export { CategoryName, FolderId, Model, NewPrompt, PromptChanges, Slug, Tag } from "./input-schema.ts";
export { withinBytes } from "./page-bytes.ts";
export { AS_LISTED, ORDERS, type PromptOrder } from "./order.ts";
export { percentOf, toPrompt, toShared } from "./present.ts";
export { mayMoveProtected, refuseProtected } from "./protected.ts";
export { type PublishFinding, publishFindings, refuseUnpublishable } from "./publishing.ts";
export {
  COLUMNS,
  KEPT_IN_VERSION,
  ownPrompt,
  type PromptRow,
  SHARED_COLUMNS,
  type SharedRow,
  WRITTEN,
  WRITTEN_COLUMNS,
} from "./queries.ts";
export { lockOwn, saveLocked, VERSIONS_MAX } from "./saving.ts";
export { highlights, Prompt, promptShape, PromptId, rawPrompt, TagFilter } from "./schema.ts";
export { slugsOf } from "./slug.ts";
export { etagOf, lineOf, PUBLIC_TAG, promptTag, refuseBroken, requireMatch, tagsOf } from "./writing.ts";
export const prompts: Feature = { name: "prompts", routes: [...routes, ...versionRoutes], jobs: [], handlers: [] };
