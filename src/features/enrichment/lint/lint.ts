import { createHash } from "node:crypto";
import { type Draft, PARTS } from "../../../contract/draft.ts";
import { type Context, type PartText, readContext } from "./context.ts";
import { withoutFiller } from "./filler.ts";
import { lexiconText } from "./lexicon/index.ts";
import { NAMES } from "./lexicon/names.ts";
import { type Finding, type Fix, type LintOptions, type LintReport, SEVERITIES, type Span } from "./report.ts";
import { toSourceSpan } from "./rules/fix.ts";
import { RULES } from "./rules/index.ts";
import type { Breach, Rule } from "./rules/rule.ts";
import { PHRASE } from "./text/injection-phrases.ts";
import { DIMENSION_WEIGHTS, type Penalty, SCORE_VERSION, scoreOf } from "./score.ts";

/** What a reader can still take in. */
export const FINDINGS_MAX = 50;
/** One noisy rule must not push the others out of the report. */
export const FINDINGS_PER_RULE_MAX = 10;

const namesText = Object.values(NAMES).map((names) => [...names]);

/** Equal hashes mean equal rules, weights and word lists. */
export const RULES_HASH: string = createHash("sha256")
  .update(JSON.stringify([SCORE_VERSION, DIMENSION_WEIGHTS, lexiconText, namesText, PHRASE.source]))
  .update(
    JSON.stringify(
      RULES.map(({ id, version, severity, dimension, weight, cap }) => [id, version, severity, dimension, weight, cap]),
    ),
  )
  .digest("hex");

/** Judges a prompt. Pure: no clock, no network, no model; linear in the length of the prompt. */
export function lint(draft: Draft, options: LintOptions = {}): LintReport {
  const { findings, penalties } = inspect(draft, options);
  const perRule = new Map<string, number>();
  const shown = findings.filter(({ ruleId }) => {
    const count = (perRule.get(ruleId) ?? 0) + 1;
    perRule.set(ruleId, count);
    return count <= FINDINGS_PER_RULE_MAX;
  });
  return {
    ...scoreOf(penalties),
    findings: shown.slice(0, FINDINGS_MAX),
    scoreVersion: SCORE_VERSION,
    rulesHash: RULES_HASH,
  };
}

/** All that the rules found, without the limits of a report. */
export type Inspection = { readonly findings: readonly Finding[]; readonly penalties: readonly Penalty[] };

/** Rules about what is missing: blanked out, an order in the words of prompt writing ("use bullet points") would be. */
const ABOUT_ABSENCE = new Set(["empty-task", "task-too-thin", "no-output-contract", "output-contract-without-fields"]);

export function inspect(draft: Draft, options: LintOptions = {}): Inspection {
  const context = readContext(draft, options);
  const whole = apply(RULES, context);
  const bare = withoutFiller(context, draft);
  if (!bare) return whole;
  const spoken = new Set(whole.findings.map(({ ruleId }) => ruleId));
  const rest = RULES.filter(({ id }) => !spoken.has(id) && !ABOUT_ABSENCE.has(id));
  const hidden = apply(rest, readContext(bare, options));
  // An edit of the blanked text would lose what was blanked.
  const found = hidden.findings.map(({ fix: _, ...finding }) => finding);
  return {
    findings: [...whole.findings, ...found].sort(inOrder),
    penalties: [...whole.penalties, ...hidden.penalties],
  };
}

function apply(rules: readonly Rule[], context: Context): Inspection {
  const parts = new Map(context.parts.map((part) => [part.part, part]));
  const findings: Finding[] = [];
  const penalties: Penalty[] = [];
  for (const rule of rules) {
    const breaches = rule.check(context);
    if (breaches.length === 0) continue;
    const weight = breaches.reduce((most, breach) => Math.max(most, breach.weight ?? rule.weight), 0);
    penalties.push({ dimension: rule.dimension, weight, cap: rule.cap ?? 100 });
    for (const breach of breaches) findings.push(toFinding(rule, breach, parts.get(breach.field)));
  }
  return { findings: findings.sort(inOrder), penalties };
}

function toFinding(rule: Rule, breach: Breach, part: PartText | undefined): Finding {
  const place = (span: Span): Span => (part && rule.offsets !== "source" ? toSourceSpan(part, span) : span);
  const placed = (fix: Fix): Fix => ({ ...fix, span: place(fix.span) });
  return {
    ruleId: rule.id,
    severity: breach.severity ?? rule.severity,
    dimension: rule.dimension,
    field: breach.field,
    span: place(breach.span),
    message: breach.message,
    ...(breach.fix && { fix: placed(breach.fix) }),
    ...(breach.question !== undefined && { question: breach.question }),
  };
}

const inOrder = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  PARTS.indexOf(a.field) - PARTS.indexOf(b.field) ||
  a.span[0] - b.span[0] ||
  a.span[1] - b.span[1] ||
  (a.ruleId < b.ruleId ? -1 : Number(a.ruleId > b.ruleId));
