import { type Dimension, type Finding, type Fix, type LintReport, SEVERITIES, type Severity } from "./report.ts";
import { RULES } from "./rules/index.ts";
import { DIMENSION_WEIGHTS } from "./score.ts";

/** One thing worth changing, and the edit that does it when one is known. */
export type Suggestion = {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly dimension: Dimension;
  readonly field: Finding["field"];
  readonly span: Finding["span"];
  readonly message: string;
  readonly edit: Fix | null;
  /** What has to be answered first, when no edit can be made without it. */
  readonly question: string | null;
};

/** How far a rule alone bends the overall score, 0-1. */
const IMPACTS = new Map(
  RULES.map(({ id, weight, dimension }) => [id, 1 - (1 - weight) ** DIMENSION_WEIGHTS[dimension]]),
);

export const impactOf = (ruleId: string): number => IMPACTS.get(ruleId) ?? 0;

/** The findings of a report as improvements, those first that are most serious and then those that win most. */
export function suggestionsOf(report: LintReport): readonly Suggestion[] {
  return report.findings
    .toSorted(byWeight)
    .map(({ ruleId, severity, dimension, field, span, message, fix, question }) => ({
      ruleId,
      severity,
      dimension,
      field,
      span,
      message,
      edit: fix ?? null,
      question: fix ? null : (question ?? null),
    }));
}

/** Sorts the most serious first; equals keep their order. */
export const byWeight = (a: Pick<Finding, "severity" | "ruleId">, b: Pick<Finding, "severity" | "ruleId">): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || impactOf(b.ruleId) - impactOf(a.ruleId);
