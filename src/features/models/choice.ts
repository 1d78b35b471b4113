import { type Ai, type Provider, type ProviderName, PROVIDERS } from "../../contract/ai.ts";
import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";
import { BUILT_IN } from "./bundled.ts";
import type { Catalogue } from "./catalogue.ts";
import { isOffered, type Model, statusOf } from "./model.ts";
import { readCatalogue } from "./read.ts";

/** What improves a prompt when the caller names no model: a small job, so each provider's fast and cheap one. */
const DEFAULTS: Record<ProviderName, string> = {
  openai: "gpt-6-luna",
  anthropic: "claude-haiku-5-5",
  google: "gemini-3.8-flash",
};

type Asking = Pick<Scope, "db" | "ports" | "jobs" | "now">;

export const isConfigured = ({ provider }: Pick<Model, "provider">, ai: Ai): boolean =>
  provider === "builtin" || ai.providers.has(provider);

/** Models without a known price come last, in the order of the catalogue. */
const priceOf = ({ prices }: Model): number => prices?.output ?? Number.MAX_VALUE;

/** The first provider with a key says which: its fast and cheap one, or the cheapest its server offers instead. */
export function defaultModel(catalogue: Catalogue, ai: Ai, today: Date): Model {
  for (const provider of PROVIDERS) {
    if (!ai.providers.has(provider)) continue;
    const usual = catalogue.resolve(DEFAULTS[provider]);
    if (usual && isOffered(usual, today)) return usual;
    const others = catalogue.models.filter((model) => model.provider === provider && isOffered(model, today));
    const [cheapest] = others.toSorted((a, b) => priceOf(a) - priceOf(b));
    if (cheapest) return cheapest;
  }
  return BUILT_IN;
}

/** Which model does the work. Without a provider it is the built-in engine. */
export type Choice = {
  readonly model: Model;
  readonly provider: Provider | null;
  /** The name the caller used. */
  readonly requested: string | null;
  /** The model of that name; another one does the work when it answers no more. */
  readonly named: Model | null;
};

/**
 * The model of this id or alias, or the default one. One that is retired, or that its provider's list has dropped, hands over
 * to its replacement. @throws Failure `invalid_input` for a name nobody knows, or one that is offered no more and has no
 * replacement; `provider_not_configured` when its provider has no key.
 */
export async function chooseModel(scope: Asking, requested: string | undefined): Promise<Choice> {
  const [catalogue, today, { ai }] = [await readCatalogue(scope), scope.now(), scope.ports];
  const named = requested === undefined ? null : knownModel(catalogue, requested);
  const model = named ? successorOf(catalogue, named, today) : defaultModel(catalogue, ai, today);
  const choice = { model, requested: requested ?? null, named };
  if (model.provider === "builtin") return { ...choice, provider: null };
  const provider = ai.providers.get(model.provider);
  if (!provider) {
    throw new Failure("provider_not_configured", {
      detail: `No key is configured for ${model.provider} (${model.id})`,
    });
  }
  if (model.listed === false) throw unusable("not_listed", `${model.id} is not in its provider's list`);
  return { ...choice, provider };
}

/** A model nobody knows is a typing error of the caller. */
export function knownModel(catalogue: Catalogue, idOrAlias: string, path = "body.model"): Model {
  const model = catalogue.resolve(idOrAlias);
  if (model) return model;
  throw unusable("unknown_model", "is not a known model", path);
}

function unusable(code: string, what: string, path = "body.model"): Failure {
  const message = `${what}; GET /enrichment/models lists them`;
  return new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });
}

/** What answers in its place; the model itself while it is offered, or when nothing else is. */
export function successorOf(catalogue: Catalogue, model: Model, today: Date): Model {
  let successor = model;
  for (const seen = new Set<Model>(); !isOffered(successor, today) && !seen.has(successor);) {
    seen.add(successor);
    successor = (successor.replacement === null ? undefined : catalogue.resolve(successor.replacement)) ?? successor;
  }
  return isOffered(successor, today) ? successor : model;
}

/** Settings that models without a temperature answer with an error, by their names on the wire. */
const SAMPLING = ["temperature", "top_p", "top_k"];

/** What the linter has to know of the model a prompt is written for; null for one we do not know. */
export function factsOf(catalogue: Catalogue, idOrAlias: string, today: Date) {
  const model = catalogue.resolve(idOrAlias);
  if (!model) return null;
  const { retiresOn, replacement, contextWindow, maxOutputTokens, capabilities } = model;
  return {
    id: idOrAlias,
    status: statusOf(model, today),
    retiresOn,
    replacement,
    contextWindow,
    maxOutputTokens,
    refuses: model.isBundled && !capabilities.temperature ? SAMPLING : [],
  };
}
