import { composePrompt } from "../../../contract/draft.ts";
import { Answer } from "../../../feature.ts";
import type { Actor, Scope } from "../../../scope.ts";
import { QUESTIONS_MAX, rewrite } from "../engine/index.ts";
import { byWeight, estimateTokens, type Finding, lint, type LintReport } from "../lint/index.ts";
import { chooseModel, type Choice } from "../models.ts";
import type { Enhancement } from "../replies.ts";
import type { EnhanceInput } from "../schema.ts";
import { askModel } from "./ask.ts";
import { BUILT_IN } from "./catalogue.ts";
import { throughGate } from "./gate.ts";
import { counted, type Meter } from "./ledger.ts";
import { present, type Result } from "./present.ts";
import type { Question } from "./question.ts";
import { readSource, type Source } from "./source.ts";
import { NO_USAGE } from "./usage.ts";

/** Fixing the few gravest defects beats piling on many (FIELD.md §3.2). */
const FINDINGS_MAX = 3;
const GROWTH_DEFAULT = 2;
/** A prompt of ten words has no room for what is missing when it may only double. */
const ADDED_TOKENS_MIN = 60;

type Task = {
  readonly source: Source;
  readonly report: LintReport;
  readonly choice: Choice;
  readonly input: EnhanceInput;
};

const isGrave = ({ severity }: Finding): boolean => severity !== "suggestion";

export async function enhance(scope: Scope<Actor>, input: EnhanceInput): Promise<Answer<Enhancement>> {
  const startedAt = performance.now();
  const choice = chooseModel(input.model, scope.ports.ai, scope.now());
  const source = await readSource(scope, input);
  const task = { source, choice, input, report: lint(source.draft, optionsOf(source)) };
  const { result, headers } = await carryOut(scope, task);
  const shown = present(source.draft, result, choice);
  return new Answer({ ...shown, processingTimeMs: Math.round(performance.now() - startedAt) }, { headers });
}

const optionsOf = ({ title, isPublic }: Source) => ({ title, isPublic });

type Done = { readonly result: Result; readonly headers: Record<string, string> };

/** What needs no provider and changes nothing is free; everything else is reserved before it is begun. */
async function carryOut(scope: Scope<Actor>, task: Task): Promise<Done> {
  const { provider, model } = task.choice;
  const isWished = provider !== null && task.input.instructions !== undefined;
  if (!task.report.findings.some(isGrave) && !isWished) return { result: unchanged(task), headers: {} };
  const repaired = provider ? null : builtIn(task);
  if (repaired?.changes.length === 0) return { result: repaired, headers: {} };
  const start = { model: model.id, provider: model.provider, findings: task.report.findings.length };
  const { attempt, headers } = await counted(scope, { model, promptId: task.source.promptId }, async (meter) => {
    if (!provider) {
      scope.progress("start", start);
      return repaired ?? builtIn(task);
    }
    return throughGate(scope.actor.userId, () => {
      scope.progress("start", start);
      return byModel(scope, task, meter);
    });
  });
  return { result: attempt, headers: { ...headers } };
}

const unchanged = ({ source, report }: Task, questions: readonly string[] = []): Result => ({
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
function builtIn(task: Task): Result {
  const { source, report, input } = task;
  const { maxTokenGrowth } = input;
  const made = rewrite(source.draft, report, { maxTokenGrowth });
  const after = lint(made.enhanced, optionsOf(source)).score;
  if (after < report.score) return unchanged(task, made.questions);
  return { ...unchanged(task), ...made, quality: { before: report.score, after } };
}

/** The model's proposal when it holds and makes nothing worse, else what the built-in engine can do. */
async function byModel(scope: Scope<Actor>, task: Task, meter: Meter): Promise<Result> {
  const { source, report, choice } = task;
  const { model, provider } = choice;
  const question = questionOf(task);
  const proposal = provider && (await askModel(scope, { model, provider, question }, meter));
  const judged = proposal && lint(proposal.enhanced, optionsOf(source));
  if (!proposal || !judged || judged.score < report.score) {
    return { ...builtIn(task), usage: meter.usage, isFallback: true };
  }
  const open = judged.findings.filter(isGrave).flatMap(({ question: asked }) => asked ?? []);
  const questions = [...new Set([...proposal.questions, ...open])].slice(0, QUESTIONS_MAX);
  const status: Result["status"] = proposal.changes.length > 0 ? "improved" : "needs_input";
  const quality = { before: report.score, after: judged.score };
  return { ...unchanged(task), ...proposal, status, questions, quality, model, usage: meter.usage };
}

function questionOf({ source: { draft }, report, input }: Task): Question {
  const tokens = estimateTokens(composePrompt(draft));
  const grown = tokens * (input.maxTokenGrowth ?? GROWTH_DEFAULT);
  return {
    draft,
    findings: report.findings.filter(isGrave).toSorted(byWeight).slice(0, FINDINGS_MAX),
    wishes: input.instructions,
    maxTokens: input.maxTokenGrowth === undefined ? Math.max(grown, tokens + ADDED_TOKENS_MIN) : grown,
  };
}
