import { type Ai, type Provider, type ProviderName, PROVIDERS } from "../../contract/ai.ts";
import { Failure } from "../../errors.ts";
import { BUILT_IN, CATALOGUE, type Model } from "./enhance/catalogue.ts";
import type { ModelFacts } from "./lint/index.ts";

export const MODEL_STATUSES = ["active", "retiring", "retired"] as const;
export type ModelStatus = (typeof MODEL_STATUSES)[number];

/** What improves a prompt when the caller names no model: a small job, so each provider's fast and cheap one. */
const DEFAULTS: Record<ProviderName, string> = {
  openai: "gpt-6-luna",
  anthropic: "claude-haiku-5-5",
  google: "gemini-3.8-flash",
};

const byName = new Map(
  CATALOGUE.flatMap((model) => [model.id, ...model.aliases].map((name) => [name, model] as const)),
);

/** The model of this id or alias, dead or alive. */
export const resolveModel = (idOrAlias: string): Model | undefined => byName.get(idOrAlias);

export function statusOf({ retiresOn }: Model, today: Date): ModelStatus {
  if (retiresOn === null) return "active";
  return Date.parse(retiresOn) <= today.getTime() ? "retired" : "retiring";
}

export const isConfigured = ({ provider }: Model, ai: Ai): boolean =>
  provider === "builtin" || ai.providers.has(provider);

export function defaultModel(ai: Ai): Model {
  const provider = PROVIDERS.find((name) => ai.providers.has(name));
  return (provider && resolveModel(DEFAULTS[provider])) ?? BUILT_IN;
}

/** What the linter has to know of the model a prompt is written for; null for one we do not know. */
export function factsOf(idOrAlias: string, today: Date): ModelFacts | null {
  const model = resolveModel(idOrAlias);
  if (!model) return null;
  return { id: idOrAlias, status: statusOf(model, today), retiresOn: model.retiresOn, replacement: model.replacement };
}

/** A model nobody knows is a typing error of the caller. */
export function knownModel(idOrAlias: string): Model {
  const model = resolveModel(idOrAlias);
  if (model) return model;
  const message = "is not a known model; GET /enrichment/models lists them";
  throw new Failure("invalid_input", {
    detail: `body.model: ${message}`,
    faults: [{ path: "body.model", code: "unknown_model", message }],
  });
}

/** Which model does the work. Without a provider it is the built-in engine. */
export type Choice = {
  readonly model: Model;
  readonly provider: Provider | null;
  /** The name the caller used. */
  readonly requested: string | null;
};

/** A retired model hands over to its replacement; one whose provider has no key is `provider_not_configured`. */
export function chooseModel(requested: string | undefined, ai: Ai, today: Date): Choice {
  const model = requested === undefined ? defaultModel(ai) : successorOf(knownModel(requested), today);
  if (model.provider === "builtin") return { model, provider: null, requested: requested ?? null };
  const provider = ai.providers.get(model.provider);
  if (!provider) {
    throw new Failure("provider_not_configured", {
      detail: `No key is configured for ${model.provider} (${model.id})`,
    });
  }
  return { model, provider, requested: requested ?? null };
}

function successorOf(model: Model, today: Date): Model {
  const successor = model.replacement === null ? undefined : resolveModel(model.replacement);
  return successor && statusOf(model, today) === "retired" ? successorOf(successor, today) : model;
}
