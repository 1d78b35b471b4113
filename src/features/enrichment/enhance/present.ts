import { composePrompt, type Draft } from "../../../contract/draft.ts";
import type { Choice } from "../../models/index.ts";
import { variablesOf } from "../lint/index.ts";
import type { Enhancement } from "../replies.ts";
import { diffOf } from "./diff.ts";
import type { Result } from "./result.ts";

type Presented = Omit<Enhancement, "id" | "cached" | "processingTimeMs">;

/** What follows from a result. `isOff`: no model was asked because models are switched off. */
export function present(source: Draft, result: Result, choice: Choice, isOff: boolean): Presented {
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
    requestedModel: isAnother(choice, model) ? choice.requested : null,
    notice: isOff
      ? "Calls of models are switched off at the moment; the built-in engine answered"
      : noticeOf(result, choice),
    usage,
  };
}

function noticeOf({ isFallback, model, status }: Result, choice: Choice): string | null {
  const { model: chosen, provider, requested, named } = choice;
  if (isFallback) return `The replies of ${chosen.id} did not hold our checks; the built-in engine answered instead`;
  if (provider && model.provider === "builtin" && status === "already_good") {
    return "Nothing had to be changed, so no model was asked";
  }
  return isAnother(choice, chosen)
    ? `${requested} is ${named?.listed === false ? "not offered any more" : "retired"}; ${chosen.id} answered in its place`
    : null;
}

const isAnother = ({ named }: Choice, model: Result["model"]): boolean => named !== null && named.id !== model.id;
