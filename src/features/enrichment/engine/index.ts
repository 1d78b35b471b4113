export { applyChanges, type Change, ChangeMismatch, changeOf } from "./changes.ts";
export { type Intactness, provenIntact } from "./intact.ts";
export { QUESTIONS_MAX, rewrite, type Rewrite, type RewriteOptions } from "./rewrite.ts";
export { holdsInParts } from "./subsets.ts";
