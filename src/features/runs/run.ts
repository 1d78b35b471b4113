import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { callModel } from "../enrichment/index.ts";
import type { Model } from "../models/index.ts";
import { type Message, renderPrompt } from "../rendering/index.ts";
import { modelFor, requireReading } from "./model.ts";
import type { Run, RunInput } from "./schema.ts";

/** A long answer, with room for what a thinking model writes before it. */
export const OUTPUT_TOKENS_DEFAULT = 8_000;

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
  if (temperature !== undefined) requireTemperature(choice.model);
  const answer = await callModel(scope, {
    kind: "run",
    choice,
    promptId,
    completion: {
      ...sides(messages),
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

/** The part `role` is the system's message, the rest the user's, as rendering gives them. @throws Failure when no text is left. */
export function sides(messages: readonly Message[]): { readonly instructions: string; readonly input: string } {
  const of = (role: Message["role"]): string => messages.find((message) => message.role === role)?.content ?? "";
  const input = of("user");
  if (input.trim() === "") {
    const message = "leave nothing of the prompt but its role: there is nothing to answer";
    const faults = [{ path: "body.variables", code: "empty", message }];
    throw new Failure("invalid_input", { detail: `body.variables: ${message}`, faults });
  }
  return { instructions: of("system"), input };
}

function requireTemperature({ id, capabilities }: Model): void {
  if (capabilities.temperature) return;
  const message = `${id} takes none`;
  const faults = [{ path: "body.temperature", code: "not_taken", message }];
  throw new Failure("invalid_input", { detail: `body.temperature: ${message}`, faults });
}

const wantsStream = ({ request }: Scope): boolean => String(request.headers["accept"]).includes("text/event-stream");
const showing =
  (scope: Scope) =>
  (text: string): void =>
    scope.progress("delta", { text });
