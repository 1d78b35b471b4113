import { composePrompt, type Draft, PARTS } from "../../../contract/draft.ts";
import { estimateTokens, type Finding, inspect, type LintReport } from "../lint/index.ts";
import { partMax } from "../schema.ts";
import type { Change } from "./changes.ts";
import { changesOf } from "./present.ts";
import { provenIntact } from "./intact.ts";
import { patchedDraft, type Patches, repairsOf } from "./repair.ts";
import { holdsInParts } from "./subsets.ts";

export type Rewrite = {
  /** `needs_input`: nothing can be repaired before somebody answers the questions. */
  readonly status: "improved" | "already_good" | "needs_input";
  readonly enhanced: Draft;
  readonly changes: readonly Change[];
  readonly questions: readonly string[];
};

export type RewriteOptions = {
  /**
   * How many separate changes to show (default 3). Every proved repair is made, so that a second run finds nothing: what is
   * beyond the number is shown together with its neighbours, at the least as one change a field.
   */
  readonly maxChanges?: number | undefined;
  /** How many times the tokens of the source the result may have (default 2); repairs that add text are left out beyond. */
  readonly maxTokenGrowth?: number | undefined;
};

const CHANGES_DEFAULT = 3;
const TOKEN_GROWTH_DEFAULT = 2;
export const QUESTIONS_MAX = 5;

/**
 * The built-in enhancer: makes the repairs the linter can prove, asks for what it cannot know, invents nothing. Pure, needs no
 * model, and running it on its own result changes nothing.
 */
export function rewrite(draft: Draft, report: LintReport, options: RewriteOptions = {}): Rewrite {
  const patches = withinGrowth(draft, options.maxTokenGrowth ?? TOKEN_GROWTH_DEFAULT);
  const changes = separable(draft, patches, Math.max(1, options.maxChanges ?? CHANGES_DEFAULT));
  const enhanced = changes.length > 0 ? patchedDraft(draft, patches) : draft;
  const questions = openQuestions(report, enhanced);
  if (changes.length > 0) return { status: "improved", enhanced, changes, questions };
  return { status: questions.length > 0 ? "needs_input" : "already_good", enhanced: draft, changes, questions };
}

/** Changes of which any can be taken without the others: at worst one a field, and none when not even those hold. */
function separable(draft: Draft, patches: Patches, changesMax: number): readonly Change[] {
  const changes = [changesMax, 1].map((number) => changesOf(draft, patches, number));
  return changes.find((some) => holdsInParts(draft, some)) ?? [];
}

const tokensOf = (draft: Draft): number => estimateTokens(composePrompt(draft));

/** All repairs, or only those that add no text when together they would make the prompt too long; none if one broke something. */
function withinGrowth(draft: Draft, ratio: number): Patches {
  const all = repairsOf(draft, true);
  const grown = patchedDraft(draft, all);
  const fits =
    tokensOf(grown) <= ratio * tokensOf(draft) && PARTS.every((part) => (grown[part]?.length ?? 0) <= partMax(part));
  const patches = fits ? all : repairsOf(draft, false);
  return provenIntact(draft, patchedDraft(draft, patches)).intact ? patches : new Map();
}

/** What is still wrong at the level of a warning and can only be repaired with an answer. */
function openQuestions(report: LintReport, enhanced: Draft): readonly string[] {
  const open = inspect(enhanced).findings;
  const reported = report.findings.filter(({ fix }) => !fix);
  return [...new Set([...reported, ...open].filter(isGrave).flatMap(({ question }) => question ?? []))].slice(
    0,
    QUESTIONS_MAX,
  );
}

const isGrave = ({ severity }: Finding): boolean => severity !== "suggestion";
