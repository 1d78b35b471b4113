import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { callModel, requireReading } from "../enrichment/index.ts";
import { renderPrompt } from "../rendering/index.ts";
import { modelFor } from "./model.ts";
import type { Run, RunInput } from "./schema.ts";
import { OUTPUT_TOKENS_DEFAULT, requireRoom, requireTemperature, sides } from "./sides.ts";

/**
 * Renders one of the caller's prompts and asks a model for the answer, as text while it is written where the caller reads a
 * stream. Counted and paid as an enrichment.
 */
export async function runPrompt(scope: Scope<Actor>, id: string, input: RunInput): Promise<Answer<Run>> {
  const startedAt = performance.now();
  requireReading(scope.actor);
  const { model: named, temperature, maxOutputTokens = OUTPUT_TOKENS_DEFAULT, ...which } = input;
  const { promptId, version, label, messages, model: ofPrompt } = await renderPrompt(scope, id, which);
  const { choice, provider, requested, notice } = await modelFor(scope, named, ofPrompt);
  if (temperature !== undefined) requireTemperature(choice.model, temperature);
  const completion = sides(messages);
  requireRoom(choice.model, completion);
  const answer = await callModel(scope, {
    kind: "run",
    choice,
    promptId,
    version,
    label,
    completion: {
      ...completion,
      temperature,
      maxOutputTokens,
      onDelta: wantsStream(scope) ? showing(scope) : undefined,
    },
    onStart: () =>
      scope.progress("start", { promptId, version, model: choice.model.id, provider: choice.model.provider }),
  });
  const made = { text: answer.text, promptId, version, label, model: answer.model.id, provider: provider.name };
  const body = {
    ...made,
    requestedModel: requested,
    notice: answer.isCutShort
      ? [notice, `The answer ends at ${maxOutputTokens} tokens`].filter(Boolean).join(". ")
      : notice,
    usage: answer.usage,
    processingTimeMs: Math.round(performance.now() - startedAt),
  };
  return new Answer(body, { headers: { ...answer.headers } });
}

const wantsStream = ({ request }: Scope): boolean => String(request.headers["accept"]).includes("text/event-stream");
const showing =
  (scope: Scope) =>
  (text: string): void =>
    scope.progress("delta", { text });
