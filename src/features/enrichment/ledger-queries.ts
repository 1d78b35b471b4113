import { type Selectable, sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { spendQuota } from "../../db/quota.ts";
import type { EnhancementsTable } from "../../db/tables.ts";

export const tierOf = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("subscription_tier").where("id", "=", p.userId).where("suspended_at", "is", null),
);

type Spending = { readonly userId: string; readonly month: string; readonly limit: number };

/**
 * Takes one of the month's enrichments; no row when they are used up. Until the transaction ends nobody else takes one, so
 * what it reads next holds every reservation before its own.
 */
export const spendEnrichment = statement((p: Spending) => spendQuota(build, "enrichments", p));

type Recent = { readonly userId: string; readonly since: Date; readonly capUsd: number };

/**
 * What the calls since then came to: how many were refunded after they were sent, and what they cost, with what those under
 * way may cost at most. `paid_until` is the newest call whose cost must be out of sight before the sum is under the cap.
 */
export const recentCalls = statement((p: Recent) =>
  build
    .with("calls", (db) =>
      db
        .selectFrom("enhancements")
        .select(["state", "input_tokens", "cost_usd", "created_at"])
        .select([
          sql<number>`sum(cost_usd) over ()`.as("total"),
          sql<number>`sum(cost_usd) over (order by created_at, id)`.as("running"),
        ])
        .where("user_id", "=", p.userId)
        .where("created_at", ">", p.since),
    )
    .selectFrom("calls")
    .select([
      sql<number>`(count(*) filter (where state = 'refunded' and input_tokens > 0))::int`.as("failures"),
      sql<Date | null>`min(created_at) filter (where state = 'refunded' and input_tokens > 0)`.as("oldest_failure"),
      sql<number>`coalesce(sum(cost_usd), 0)::float8`.as("spent"),
      sql<number>`coalesce(sum(cost_usd) filter (where state = 'reserved'), 0)::float8`.as("reserved"),
      sql<Date | null>`min(created_at) filter (where total - running < ${p.capUsd}::float8::numeric)`.as("paid_until"),
    ]),
);

export type Reservation = {
  readonly id: string;
  readonly userId: string;
  readonly kind: "enhance" | "run" | "test";
  readonly promptId: string | null;
  /** Which version of it, and the label it was asked for by. */
  readonly version: number | null;
  readonly label: string | null;
  readonly month: string;
  readonly model: string;
  readonly provider: string;
  readonly costUsd: number;
  readonly at: Date;
};

/** Writes a reservation in the ledger, at what it may cost at most. */
export const enter = statement((p: Reservation) =>
  build.insertInto("enhancements").values({
    id: p.id,
    user_id: p.userId,
    kind: p.kind,
    prompt_id: p.promptId,
    prompt_version: p.version,
    label: p.label,
    month: p.month,
    model: p.model,
    provider: p.provider,
    cost_usd: p.costUsd,
    created_at: p.at,
  }),
);

export type Outcome = Pick<
  Selectable<EnhancementsTable>,
  "id" | "status" | "model" | "provider" | "input_tokens" | "output_tokens"
> & { readonly userId: string; readonly cost_usd: number; readonly at: Date };

const WRITTEN = ["status", "model", "provider", "input_tokens", "output_tokens", "cost_usd"] as const;

/** Keeps what was reserved; changes nothing that was settled or refunded before. */
export const settle = statement((p: Outcome) =>
  build
    .updateTable("enhancements")
    .set(Object.fromEntries(WRITTEN.map((column) => [column, p[column]])))
    .set({ state: "settled", finished_at: p.at })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("state", "=", "reserved"),
);

/** Gives back what was reserved, once; what was sent, and what it cost us, stays in the ledger. */
export const refund = statement((p: Omit<Outcome, "status" | "model" | "provider">) =>
  build
    .with("undone", (db) =>
      db
        .updateTable("enhancements")
        .set({ input_tokens: p.input_tokens, output_tokens: p.output_tokens, cost_usd: p.cost_usd })
        .set({ state: "refunded", finished_at: p.at })
        .where("id", "=", p.id)
        .where("user_id", "=", p.userId)
        .where("state", "=", "reserved")
        .returning(["user_id", "month"]),
    )
    .updateTable("quota_usage")
    .from("undone")
    .set({ used: sql<number>`quota_usage.used - 1` })
    .whereRef("quota_usage.user_id", "=", "undone.user_id")
    .whereRef("quota_usage.month", "=", "undone.month")
    .where("quota_usage.kind", "=", "enrichments"),
);
