import type { Provider } from "../../contract/ai.ts";
import { Failure } from "../../errors.ts";
import type { Scope } from "../../scope.ts";
import { type Choice, chooseModel, readCatalogue } from "../models/index.ts";

export type Chosen = {
  readonly choice: Choice;
  readonly provider: Provider;
  /** The name that was asked for, when another model answers in its place, and why. */
  readonly requested: string | null;
  readonly notice: string | null;
};
type Asking = Pick<Scope, "db" | "ports" | "jobs" | "now">;

/**
 * The model the caller named, else the prompt's own, else the default. One that is offered no more hands over to its
 * replacement; a prompt's own model that nobody knows is the same as none. @throws Failure `invalid_input` at `body.model`;
 * `provider_not_configured` without a key of its provider, and for the built-in engine, which answers no questions.
 */
export async function modelFor(scope: Asking, named: string | undefined, ofPrompt: string): Promise<Chosen> {
  const catalogue = await readCatalogue(scope);
  const wanted = named ?? (catalogue.resolve(ofPrompt) ? ofPrompt : undefined);
  const choice = await chooseModel(scope, wanted);
  const { model, provider } = choice;
  if (!provider) {
    throw new Failure("provider_not_configured", {
      detail: `${model.id} cannot run a prompt: configure a key of a provider, and name a model of it`,
    });
  }
  if (wanted === undefined) {
    const notice = `${ofPrompt} is not a known model; ${model.id} answered in its place`;
    return { choice, provider, requested: ofPrompt, notice };
  }
  if (catalogue.resolve(wanted)?.id === model.id) return { choice, provider, requested: null, notice: null };
  return {
    choice,
    provider,
    requested: wanted,
    notice: `${wanted} is offered no more; ${model.id} answered in its place`,
  };
}
