import { composePrompt, type Draft } from "../../../contract/draft.ts";
import type { Change } from "../engine/index.ts";
import { variablesOf } from "../lint/index.ts";
import { type Choice, resolveModel } from "../models.ts";
import type { Enhancement } from "../replies.ts";
import type { Model } from "./catalogue.ts";
import { diffOf } from "./diff.ts";
import type { Usage } from "./usage.ts";

/** What came of an enhancement, before it is written as a reply. */
export type Result = {
  readonly status: Enhancement["status"];
  readonly enhanced: Draft;
  readonly changes: readonly Change[];
  readonly questions: readonly string[];
  readonly quality: { readonly before: number; readonly after: number };
  /** What wrote it. */
  readonly model: Model;
  readonly usage: Usage;
  /** The chosen model was asked, and its replies did not hold. */
  readonly isFallback: boolean;
};

export function present(source: Draft, result: Result, choice: Choice): Omit<Enhancement, "processingTimeMs"> {
  const { status, enhanced, changes, questions, quality, model, usage } = result;
  const [before, after] = [variablesOf(source), variablesOf(enhanced)];
  return {
    status,
    enhanced,
    enhancedPrompt: composePrompt(enhanced),
    changes: [...changes],
    diff: diffOf(source, enhanced),
    variables: {
      kept: before.filter((name) => after.includes(name)),
      added: after.filter((name) => !before.includes(name)),
      removed: before.filter((name) => !after.includes(name)),
    },
    questions: [...questions],
    quality,
    model: model.id,
    provider: model.provider,
    requestedModel: isAnother(choice.requested, model) ? choice.requested : null,
    notice: noticeOf(result, choice),
    usage,
    cached: false,
  };
}

function noticeOf(
  { isFallback, model, status }: Result,
  { model: chosen, provider, requested }: Choice,
): string | null {
  if (isFallback) return `The replies of ${chosen.id} did not hold our checks; the built-in engine answered instead`;
  if (provider && model.provider === "builtin" && status === "already_good") {
    return "Nothing had to be changed, so no model was asked";
  }
  return isAnother(requested, chosen) ? `${requested} is retired; ${chosen.id} answered in its place` : null;
}

const isAnother = (requested: string | null, model: Model): boolean =>
  requested !== null && resolveModel(requested) !== model;
