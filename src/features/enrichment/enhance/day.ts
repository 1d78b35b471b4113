import { Failure } from "../../../errors.ts";
import { BUILT_IN } from "../../models/index.ts";
import type { recentCalls } from "../ledger-queries.ts";

export const DAY_MS = 24 * 3_600_000;
/** A reservation is settled or refunded after this, as no call takes longer. */
const CALL_SECONDS = 30;
/** In months' quotas: a provider may bill what we refund, so that even its failures cannot be had without end. */
const FAILURES_MAX = 2;

type Recent = NonNullable<ReturnType<typeof recentCalls>["row"]>;
type Bounds = {
  /** Enrichments a month. */
  readonly limit: number;
  readonly capUsd: number;
};

/** Why no further call of a provider is begun on a day that held these, or null. */
export const refusalOf = (recent: Recent, bounds: Bounds, at: Date): Failure | null =>
  failedTooOften(recent, bounds, at) ?? overCap(recent, bounds, at);

function failedTooOften({ failures, oldest_failure: oldest }: Recent, { limit }: Bounds, at: Date): Failure | null {
  if (oldest === null || failures < FAILURES_MAX * limit) return null;
  return exhausted(
    secondsUntil(oldest.getTime() + DAY_MS, at),
    `Model providers failed ${failures} of your enhancements within a day; ${BUILT_IN.id} still answers`,
  );
}

function overCap({ spent, reserved, paid_until: until }: Recent, { capUsd }: Bounds, at: Date): Failure | null {
  if (spent < capUsd) return null;
  const cap = `Models may cost ${usd(capUsd)} within 24 hours on your plan (modelUsdPerDay)`;
  if (spent - reserved < capUsd) {
    return exhausted(CALL_SECONDS, `${cap}; ${usd(spent - reserved)} is spent, and calls under way may take the rest`);
  }
  return exhausted(secondsUntil((until ?? at).getTime() + DAY_MS, at), `${cap}, and that is spent`);
}

const usd = (amount: number): string => `$${amount.toFixed(2)}`;
const secondsUntil = (time: number, now: Date): number => (time - now.getTime()) / 1_000;
const exhausted = (retryAfterSeconds: number, detail: string): Failure =>
  new Failure("quota_exhausted", { retryAfterSeconds, detail });
