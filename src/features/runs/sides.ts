import { composePrompt, EMPTY_DRAFT } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import { estimateTokens } from "../enrichment/index.ts";
import type { Model } from "../models/index.ts";
import type { Message } from "../rendering/index.ts";

/** A long answer, with room for what a thinking model writes before it. */
export const OUTPUT_TOKENS_DEFAULT = 8_000;

type Sides = { readonly instructions: string; readonly input: string };

/** The part `role` is the system's message, the rest the user's, as rendering gives them. @throws Failure when no text is left. */
export function sides(messages: readonly Message[]): Sides {
  const of = (role: Message["role"]): string => messages.find((message) => message.role === role)?.content ?? "";
  const input = of("user");
  if (input.trim() === "") {
    throw refused("variables", "empty", "leave nothing of the prompt but its role: there is nothing to answer");
  }
  return { instructions: of("system"), input };
}

/** @throws Failure when the model cannot read so much at once, by our estimate: a provider would refuse it as well. */
export function requireRoom({ id, contextWindow }: Model, { instructions, input }: Sides): void {
  if (contextWindow === null) return;
  const tokens = Math.ceil(estimateTokens(composePrompt({ ...EMPTY_DRAFT, role: instructions, task: input })));
  if (tokens <= contextWindow) return;
  throw refused(
    "variables",
    "too_long",
    `make about ${tokens} tokens of the prompt; ${id} reads ${contextWindow} at once`,
  );
}

/** Anthropic's scale ends at 1 (Messages API, `temperature`), that of the others at 2. */
const COOLER = { provider: "anthropic", max: 1 };

export function requireTemperature({ id, provider, capabilities }: Model, temperature: number): void {
  if (!capabilities.temperature) throw refused("temperature", "not_taken", `${id} takes none`);
  if (provider === COOLER.provider && temperature > COOLER.max)
    throw refused("temperature", "too_big", `${id} takes ${COOLER.max} at most`);
}

function refused(field: string, code: string, message: string): Failure {
  const path = `body.${field}`;
  return new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });
}
