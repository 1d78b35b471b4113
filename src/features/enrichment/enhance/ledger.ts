import { newId } from "../../../contract/id.ts";
import { monthOf, nextMonth, type Tier } from "../../../contract/tier.ts";
import { Failure } from "../../../errors.ts";
import { atomically, type Scope } from "../../../scope.ts";
import { enter, recentCalls, refund, type Reservation, settle, spendEnrichment } from "../ledger-queries.ts";
import type { Enhancement } from "../replies.ts";
import { BUILT_IN, type Model } from "../../models/index.ts";
import { type ReachedQuota, tellQuotaReached } from "../../notifications/index.ts";
import { DAY_MS, refusalOf } from "./day.ts";
import { isOwnerGone } from "./owner.ts";
import { ledgerCost, NO_USAGE, type Usage } from "./usage.ts";

/** What an attempt came to, as the ledger keeps it. */
export type Attempt = {
  readonly status: Enhancement["status"] | "answered";
  readonly model: Pick<Model, "id" | "provider">;
  readonly usage: Usage;
};

export type QuotaHeaders = Readonly<Record<string, string>>;

/** Whose month and day it is counted against. */
export type Account = { readonly userId: string; readonly tier: Tier };

/** What is about to be done. */
export type Work = {
  /** Of the entry in the ledger; a new one unless set. */
  readonly id?: string;
  readonly account: Account;
  readonly kind: Reservation["kind"];
  readonly model: Model;
  readonly promptId: string | null;
  readonly version?: number | null;
  readonly label?: string | null;
  /** What it may cost at most, in USD (`costBound`); 0 when no provider is asked. */
  readonly costBound: number;
};

/** What failed work leaves behind. */
export type Meter = {
  /** Costs so far, so that a failed attempt leaves them in the ledger too. */
  usage: Usage;
  /** A model has worked for the caller, so that the call counts although it failed. */
  isOwed: boolean;
};

/**
 * Reserves one enrichment of the month, runs `work` outside any transaction, settles what it returns, and when it throws
 * settles what is owed and refunds the rest. When the database is away by then, the maintenance job refunds it.
 */
export async function counted<A extends Attempt>(
  scope: Scope,
  what: Work,
  work: (meter: Meter) => Promise<A>,
): Promise<{ readonly attempt: A; readonly headers: QuotaHeaders }> {
  const { userId, tier } = what.account;
  const now = scope.now();
  const limit = scope.settings.limits[tier].enrichments;
  const { id: model, provider } = what.model;
  const owned = { id: what.id ?? newId(now.getTime()), userId };
  const { kind, promptId, version = null, label = null, costBound: costUsd } = what;
  const used = await reserve(scope, tier, {
    ...owned,
    kind,
    promptId,
    version,
    label,
    month: monthOf(now),
    model,
    provider,
    costUsd,
    at: now,
  });
  const meter: Meter = { usage: NO_USAGE, isOwed: false };
  const failed = () => {
    const end = { ...owned, ...columnsOf(meter.usage), at: scope.now() };
    return scope.db.rows(meter.isOwed ? settle({ ...end, status: null, model, provider }) : refund(end));
  };
  try {
    const attempt = await work(meter);
    await scope.db.rows(settle({ ...owned, ...settledOf(attempt), at: scope.now() }));
    if (used >= limit) await tellReached(scope, { userId, month: monthOf(now), limit });
    return { attempt, headers: quotaHeaders(limit, Math.max(0, limit - used), nextMonth(now).getTime()) };
  } catch (error) {
    await failed().catch(() => undefined); // the failure itself says more; the job refunds what is left
    throw error;
  } finally {
    scope.ports.tally.spent(provider, ledgerCost(meter.usage));
  }
}

/**
 * Takes one of the month's enrichments and writes it in the ledger, or neither; gives how many are used. Callers of one
 * account come one after the other here, so a call is begun only while what earlier ones cost, and what those under way may
 * cost at most, is below the day's cap: it can be passed by the bound of a single call, and (at the turn of a month, when two
 * months' counters are taken from) of two.
 */
async function reserve(scope: Scope, tier: Tier, entry: Reservation): Promise<number> {
  const { userId, month, provider, at } = entry;
  const { enrichments: limit, modelUsdPerDay: capUsd } = scope.settings.limits[tier];
  const entered = atomically(scope, async ({ db }) => {
    const spent = await db.first(spendEnrichment({ userId, month, limit }));
    if (!spent)
      throw new Failure("quota_exhausted", { retryAfterSeconds: (nextMonth(at).getTime() - at.getTime()) / 1_000 });
    if (provider !== BUILT_IN.provider) {
      const recent = await db.one(recentCalls({ userId, since: new Date(at.getTime() - DAY_MS), capUsd }));
      const refusal = refusalOf(recent, { limit, capUsd }, at);
      if (refusal) throw refusal;
    }
    await db.rows(enter(entry));
    return spent.used;
  });
  return entered.catch((error: unknown) => {
    throw isOwnerGone(error) ? new Failure("not_found", { cause: error }) : error;
  });
}

/** What is told is not worth the answer that was paid for. */
async function tellReached(scope: Scope, reached: Omit<ReachedQuota, "kind">): Promise<void> {
  const tell = atomically(scope, (inner) => tellQuotaReached(inner, { ...reached, kind: "enrichments" }));
  await tell.catch(() => undefined);
}

const columnsOf = (usage: Usage) => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cost_usd: ledgerCost(usage),
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
