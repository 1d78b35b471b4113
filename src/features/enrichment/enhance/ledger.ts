import { newId } from "../../../contract/id.ts";
import { monthOf, nextMonth } from "../../../contract/tier.ts";
import { Failure } from "../../../errors.ts";
import type { Actor, Scope } from "../../../scope.ts";
import { refund, type Reservation, reserve, settle } from "../queries.ts";
import type { Enhancement } from "../replies.ts";
import { BUILT_IN, type Model } from "./catalogue.ts";
import { NO_USAGE, type Usage } from "./usage.ts";

/** What an attempt came to, as the ledger keeps it. */
export type Attempt = {
  readonly status: Enhancement["status"];
  readonly model: Model;
  readonly usage: Usage;
};

export type QuotaHeaders = Readonly<Record<string, string>>;

/** What failed work leaves behind. */
export type Meter = {
  /** Costs so far, so that a failed attempt leaves them in the ledger too. */
  usage: Usage;
  /** A model has worked for the caller, so that the call counts although it failed. */
  isOwed: boolean;
};

const DAY_MS = 24 * 3_600_000;
/** In months' quotas: a provider may bill what we refund, so that even its failures cannot be had without end. */
const FAILURES_PER_DAY_MAX = 2;

/**
 * Reserves one enhancement of the month, runs `work` outside any transaction, settles what it returns, and when it throws
 * settles what is owed and refunds the rest. When the database is away by then, the maintenance job refunds it.
 */
export async function counted<A extends Attempt>(
  scope: Scope<Actor>,
  what: { readonly model: Model; readonly promptId: string | null },
  work: (meter: Meter) => Promise<A>,
): Promise<{ readonly attempt: A; readonly headers: QuotaHeaders }> {
  const { userId, tier } = scope.actor;
  const now = scope.now();
  const limit = scope.settings.limits[tier].enrichments;
  const failuresMax = FAILURES_PER_DAY_MAX * limit;
  const owned = { id: newId(now.getTime()), userId };
  const { id: model, provider } = what.model;
  const failuresSince = new Date(now.getTime() - DAY_MS);
  const bounds = { limit, failuresMax, failuresSince };
  const entry = { ...owned, ...bounds, promptId: what.promptId, month: monthOf(now), model, provider, at: now };
  const reserved = await scope.db.one(reserve(entry));
  if (reserved.used === null) throw refusal(reserved, entry);
  const meter: Meter = { usage: NO_USAGE, isOwed: false };
  const failed = () => {
    const end = { ...owned, ...columnsOf(meter.usage), at: scope.now() };
    return scope.db.rows(meter.isOwed ? settle({ ...end, status: null, model, provider }) : refund(end));
  };
  try {
    const attempt = await work(meter);
    await scope.db.rows(settle({ ...owned, ...settledOf(attempt), at: scope.now() }));
    return { attempt, headers: quotaHeaders(limit, Math.max(0, limit - reserved.used), nextMonth(now).getTime()) };
  } catch (error) {
    await failed().catch(() => undefined); // the failure itself says more; the job refunds what is left
    throw error;
  }
}

type Refused = { readonly failures: number; readonly oldest_failure: Date | null };

function refusal({ failures, oldest_failure: oldest }: Refused, { provider, failuresMax, at }: Reservation): Failure {
  if (oldest === null || failures < failuresMax || provider === BUILT_IN.provider) {
    return new Failure("quota_exhausted", { retryAfterSeconds: secondsUntil(nextMonth(at).getTime(), at) });
  }
  return new Failure("quota_exhausted", {
    detail: `Model providers failed ${failures} of your enhancements within a day; promptr-builtin still answers`,
    retryAfterSeconds: secondsUntil(oldest.getTime() + DAY_MS, at),
  });
}

const secondsUntil = (time: number, now: Date): number => (time - now.getTime()) / 1_000;

const columnsOf = ({ inputTokens, outputTokens, costUsd }: Usage) => ({
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cost_usd: costUsd ?? 0,
});

const settledOf = ({ status, model, usage }: Attempt) => ({
  status,
  model: model.id,
  provider: model.provider,
  ...columnsOf(usage),
});

const quotaHeaders = (limit: number, remaining: number, renewedAt: number): QuotaHeaders => ({
  "X-Quota-Enrichments-Limit": String(limit),
  "X-Quota-Enrichments-Remaining": String(remaining),
  "X-Quota-Enrichments-Reset": String(renewedAt / 1_000),
});
