import type { ProviderName } from "../../contract/ai.ts";

/** A model as it is known on a day; whether it still answers is a matter of that day (`statusOf`). */
export type Model = {
  /** What its provider calls it. */
  readonly id: string;
  readonly provider: ProviderName | "builtin";
  readonly aliases: readonly string[];
  /** Tokens; null where no source was found. */
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** List price in USD per million tokens; null where no source was found. */
  readonly prices: { readonly input: number; readonly output: number } | null;
  readonly capabilities: Capabilities;
  /** The day (UTC) from which the provider refuses it, once announced. */
  readonly retiresOn: string | null;
  readonly replacement: string | null;
  /** Whether its provider's list has it; null while no list of that provider was read. */
  readonly listed: boolean | null;
  /** False for one that only its provider's list told us of: then nothing is known of what it refuses. */
  readonly isBundled: boolean;
};

/** What may be asked of a model. False also means: not known. */
export type Capabilities = {
  readonly structuredOutput: boolean;
  readonly streaming: boolean;
  readonly temperature: boolean;
};

export const MODEL_STATUSES = ["active", "retiring", "retired"] as const;
export type ModelStatus = (typeof MODEL_STATUSES)[number];

export function statusOf({ retiresOn }: Pick<Model, "retiresOn">, today: Date): ModelStatus {
  if (retiresOn === null) return "active";
  return Date.parse(retiresOn) <= today.getTime() ? "retired" : "retiring";
}

/** Whether it can be expected to answer: it is not retired, and its provider's list has not dropped it. */
export const isOffered = (model: Model, today: Date): boolean =>
  model.listed !== false && statusOf(model, today) !== "retired";

/** Whether a reply may be held to a JSON schema; a server of one's own, of which no list says it, mostly keeps to one. */
export const takesSchema = ({ isBundled, capabilities }: Model): boolean => capabilities.structuredOutput || !isBundled;
