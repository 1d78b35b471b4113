import { composePrompt, type Draft } from "../../../contract/draft.ts";
import type { Scope } from "../../../scope.ts";
import { BUILT_IN, type Choice, type Model } from "../../models/index.ts";
import { type Change, QUESTIONS_MAX, rewrite } from "../engine/index.ts";
import { byWeight, estimateTokens, type Finding, lint, type LintReport } from "../lint/index.ts";
import type { Enhancement } from "../replies.ts";
import type { EnhanceInput } from "../schema.ts";
import { askModel } from "./ask.ts";
import type { Meter } from "./ledger.ts";
import type { Question } from "./question.ts";
import type { Source } from "./source.ts";
import { NO_USAGE, type Usage } from "./usage.ts";
import type { WrittenFor } from "./written-for.ts";

/** Fixing the few gravest defects beats piling on many (FIELD.md §3.2). */
const FINDINGS_MAX = 3;
const GROWTH_DEFAULT = 2;
/** A prompt of ten words has no room for what is missing when it may only double. */
const ADDED_TOKENS_MIN = 60;

export type Task = {
  readonly source: Source;
  readonly writtenFor: WrittenFor;
  readonly report: LintReport;
  readonly choice: Choice;
  readonly input: EnhanceInput;
};

/** What came of an enhancement, before it is written as a reply. */
export type Result = {
  readonly status: Enhancement["status"];
  readonly enhanced: Draft;
  readonly changes: readonly Change[];
  readonly questions: readonly string[];
  readonly quality: { readonly before: number; readonly after: number };
  /** What wrote it. */
  readonly model: Pick<Model, "id" | "provider">;
  readonly usage: Usage;
  /** The chosen model was asked, and its replies did not hold. */
  readonly isFallback: boolean;
};

/** Together with the model the prompt is written for, as `POST /enrichment/validate` does. */
export const judge = ({ source, writtenFor }: Pick<Task, "source" | "writtenFor">, draft: Draft): LintReport =>
  lint(draft, { title: source.title, isPublic: source.isPublic, variables: source.variables, ...writtenFor });

/** By the text alone: a retired model's cap would hide what an edit has spoilt. */
function isWorse({ source }: Task, enhanced: Draft): boolean {
  const score = (draft: Draft): number => judge({ source, writtenFor: {} }, draft).score;
  return score(enhanced) < score(source.draft);
}

/** That another model must be chosen is said of no text, so that no edit removes it. */
const OF_MODELS: ReadonlySet<string> = new Set(["model-retired", "model-retiring-soon", "over-context-window"]);
const isGrave = ({ severity, ruleId }: Finding): boolean => severity !== "suggestion" && !OF_MODELS.has(ruleId);

/** Whether there is nothing to do: nothing grave was found, and no model is told a wish. */
export const isGood = ({ report, choice, input }: Task): boolean =>
  !report.findings.some(isGrave) && (choice.provider === null || input.instructions === undefined);

export const unchanged = ({ source, report }: Task, questions: readonly string[] = []): Result => ({
  status: questions.length > 0 ? "needs_input" : "already_good",
  enhanced: source.draft,
  changes: [],
  questions,
  quality: { before: report.score, after: report.score },
  model: BUILT_IN,
  usage: NO_USAGE,
  isFallback: false,
});

/** The repairs the linter can prove; none when together they would make the prompt worse. */
export function byBuiltIn(task: Task): Result {
  const { source, report, input } = task;
  const made = rewrite(source.draft, report, { maxTokenGrowth: input.maxTokenGrowth });
  const after = judge(task, made.enhanced).score;
  if (after < report.score || isWorse(task, made.enhanced)) return unchanged(task, made.questions);
  return { ...unchanged(task), ...made, quality: { before: report.score, after } };
}

/** The model's proposal when it holds and makes nothing worse, else what the built-in engine can do. */
export async function byModel(scope: Scope, task: Task, meter: Meter): Promise<Result> {
  const { report, choice } = task;
  const { model, provider } = choice;
  const question = questionOf(task);
  const proposal = provider && (await askModel(scope, { model, provider, question }, meter));
  const judged = proposal && judge(task, proposal.enhanced);
  if (!proposal || !judged || judged.score < report.score || isWorse(task, proposal.enhanced)) {
    return { ...byBuiltIn(task), usage: meter.usage, isFallback: true };
  }
  const open = judged.findings.filter(isGrave).flatMap(({ question: asked }) => asked ?? []);
  const questions = [...new Set([...proposal.questions, ...open])].slice(0, QUESTIONS_MAX);
  const status: Result["status"] = proposal.changes.length > 0 ? "improved" : "needs_input";
  const quality = { before: report.score, after: judged.score };
  return { ...unchanged(task), ...proposal, status, questions, quality, model, usage: meter.usage };
}

export function questionOf({ source: { draft }, report, input }: Task): Question {
  const tokens = estimateTokens(composePrompt(draft));
  const grown = tokens * (input.maxTokenGrowth ?? GROWTH_DEFAULT);
  return {
    draft,
    findings: report.findings.filter(isGrave).toSorted(byWeight).slice(0, FINDINGS_MAX),
    wishes: input.instructions,
    maxTokens: input.maxTokenGrowth === undefined ? Math.max(grown, tokens + ADDED_TOKENS_MIN) : grown,
  };
}
