import type { CompletionReply } from "../../../contract/ai.ts";
import type { Model } from "./catalogue.ts";

/** What answering has cost, by the provider's own count of tokens; by our estimate of what was sent where it gave none. */
export type Usage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In USD by list price; null when that is not known. */
  readonly costUsd: number | null;
};

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

const PER_MILLION = 1_000_000;
/** The ledger keeps six decimals. */
const round = (usd: number): number => Math.round(usd * 1e6) / 1e6;

export function addUsage(sum: Usage, { prices }: Model, spent: CompletionReply["usage"]): Usage {
  const cost = prices && (spent.inputTokens * prices.input + spent.outputTokens * prices.output) / PER_MILLION;
  return {
    inputTokens: sum.inputTokens + spent.inputTokens,
    outputTokens: sum.outputTokens + spent.outputTokens,
    costUsd: cost === null || sum.costUsd === null ? null : round(sum.costUsd + cost),
  };
}
