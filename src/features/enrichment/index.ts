import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { callModel, type ModelAnswer, type ModelCall, modelsAreOn } from "./call-model.ts";
export { applyChanges, type Change, ChangeMismatch, provenIntact } from "./engine/index.ts";
export { enhance } from "./enhance/enhance.ts";
export { type Kept, keptResult } from "./enhance/kept.ts";
export { ENHANCEMENT, TASK } from "./examples.ts";
export { requireReading, requireWriting } from "./key-scopes.ts";
export {
  areNear,
  estimateTokens,
  type Injection,
  injectionsIn,
  inspect,
  languageOfText,
  lint,
  plainName,
  scanTemplate,
} from "./lint/index.ts";
export { Enhancement } from "./replies.ts";
export { EnhanceInput, partMax } from "./schema.ts";
export const enrichment: Feature = { name: "enrichment", routes, jobs: [], handlers: [] };
