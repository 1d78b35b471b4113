import { FRAMING_TOKENS, type TokenCounts } from "../../../contract/ai.ts";
import type { Model } from "../../models/index.ts";

/** What answering has cost, by the provider's own count of tokens; by our estimate where it gave none that can be true. */
export type Usage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In USD by list price; null when that is not known. */
  readonly costUsd: number | null;
};

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

/** The dearest list prices we know: what a model without known prices is held to cost, so that a day's cap holds for it. */
const DEAREST = { input: 10, output: 50 };
const PER_MILLION = 1_000_000;
/** The ledger keeps six decimals. */
const round = (usd: number): number => Math.round(usd * 1e6) / 1e6;

type Prices = NonNullable<Model["prices"]>;
const costOf = (prices: Prices, { inputTokens, outputTokens }: TokenCounts): number =>
  (inputTokens * prices.input + outputTokens * prices.output) / PER_MILLION;

export function addUsage(sum: Usage, { prices }: Pick<Model, "prices">, spent: TokenCounts): Usage {
  const isKnown = prices !== null && sum.costUsd !== null;
  return {
    inputTokens: sum.inputTokens + spent.inputTokens,
    outputTokens: sum.outputTokens + spent.outputTokens,
    costUsd: isKnown ? round((sum.costUsd ?? 0) + costOf(prices, spent)) : null,
  };
}

/** What the ledger enters, in USD: a model without known prices counts as the dearest. */
export const ledgerCost = (usage: Usage): number => usage.costUsd ?? round(costOf(DEAREST, usage));

/**
 * What so many requests can cost at most: a token holds at least one byte, and a reply ends at `maxOutputTokens`. A request
 * that breaks off may be billed like one that does not.
 */
export function costBound(
  { prices }: Pick<Model, "prices">,
  sent: { readonly bytes: number; readonly maxOutputTokens: number; readonly requests: number },
): number {
  const each = costOf(prices ?? DEAREST, {
    inputTokens: sent.bytes + FRAMING_TOKENS,
    outputTokens: sent.maxOutputTokens,
  });
  return round(sent.requests * each);
}
