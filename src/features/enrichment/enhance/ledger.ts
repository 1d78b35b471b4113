import { newId } from "../../../contract/id.ts";
import { monthOf, nextMonth } from "../../../contract/tier.ts";
import { Failure } from "../../../errors.ts";
import type { Actor, Scope } from "../../../scope.ts";
import { refund, reserve, settle } from "../queries.ts";
import type { Enhancement } from "../replies.ts";
import type { Model } from "./catalogue.ts";
import { NO_USAGE, type Usage } from "./usage.ts";

/** What an attempt came to, as the ledger keeps it. */
export type Attempt = {
  readonly status: Enhancement["status"];
  readonly model: Model;
  readonly usage: Usage;
  /** Whether the caller got what an enhancement is counted for. */
  readonly counts: boolean;
};

export type QuotaHeaders = Readonly<Record<string, string>>;

/** Costs so far, so that a failed attempt leaves them in the ledger too. */
export type Meter = { usage: Usage };

/**
 * Reserves one enhancement of the month, runs `work` outside any transaction, and settles or refunds, whatever happens. When
 * the database is away by then, the reservation is refunded by the maintenance job.
 */
export async function counted<A extends Attempt>(
  scope: Scope<Actor>,
  what: { readonly model: Model; readonly promptId: string | null },
  work: (meter: Meter) => Promise<A>,
): Promise<{ readonly attempt: A; readonly headers: QuotaHeaders }> {
  const { userId, tier } = scope.actor;
  const now = scope.now();
  const limit = scope.settings.limits[tier].enrichments;
  const owned = { id: newId(now.getTime()), userId };
  const { id: model, provider } = what.model;
  const entry = { ...owned, promptId: what.promptId, month: monthOf(now), limit, model, provider, at: now };
  const renewedAt = nextMonth(now).getTime();
  const reserved = await scope.db.first(reserve(entry));
  if (!reserved) throw new Failure("quota_exhausted", { retryAfterSeconds: (renewedAt - now.getTime()) / 1_000 });
  const meter: Meter = { usage: NO_USAGE };
  const giveBack = () => scope.db.rows(refund({ ...owned, ...columnsOf(meter.usage), at: scope.now() }));
  let attempt: A;
  try {
    attempt = await work(meter);
    if (attempt.counts) await scope.db.rows(settle({ ...owned, ...settledOf(attempt), at: scope.now() }));
  } catch (error) {
    await giveBack().catch(() => undefined); // the failure itself says more; the job refunds what is left
    throw error;
  }
  if (!attempt.counts) await giveBack();
  const remaining = Math.max(0, limit - reserved.used) + (attempt.counts ? 0 : 1);
  return { attempt, headers: quotaHeaders(limit, remaining, renewedAt) };
}

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
