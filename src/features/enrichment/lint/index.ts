export { languageOfText } from "./lexicon/detect.ts";
export { FINDINGS_MAX, inspect, lint, RULES_HASH } from "./lint.ts";
export {
  DIMENSIONS,
  type Dimension,
  type Finding,
  type Fix,
  type Grade,
  GRADES,
  type LintOptions,
  type LintReport,
  type ModelFacts,
  SEVERITIES,
  type Severity,
  type Span,
} from "./report.ts";
export { RULES } from "./rules/index.ts";
export { areNear, plainName } from "./rules/near-names.ts";
export { SCORE_VERSION } from "./score.ts";
export { byWeight, type Suggestion, suggestionsOf } from "./suggestions.ts";
export { type Injection, injectionsIn } from "./text/injection.ts";
export { scanTemplate, type Template, type Variable } from "./text/template.ts";
export { estimateTokens } from "./text/tokens.ts";
export { variablesOf } from "./variables.ts";
