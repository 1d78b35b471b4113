import { type Selectable, sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { spendQuota } from "../../db/quota.ts";
import type { EnhancementsTable, PromptsTable } from "../../db/tables.ts";

const SOURCE_COLUMNS = [
  "id", "title", "is_public", "selected_model", "role", "task", "context", "requirements", "style", "output",
] as const satisfies (keyof PromptsTable)[]; // prettier-ignore

export const ownPrompt = statement((p: { id: string; userId: string }) =>
  build
    .selectFrom("prompts")
    .select(SOURCE_COLUMNS)
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null),
);

export type Reservation = {
  readonly id: string;
  readonly userId: string;
  readonly promptId: string | null;
  readonly month: string;
  readonly limit: number;
  readonly model: string;
  readonly provider: string;
  readonly at: Date;
  /** Of how many refunded calls of providers, begun after `failuresSince`, no further one is begun. */
  readonly failuresMax: number;
  readonly failuresSince: Date;
};

/**
 * Takes one of the month's enhancements and writes it in the ledger, together in one statement: however many callers race,
 * `used` is null once the limit is reached, and the counter is always the number of rows that were not refunded. It is null
 * too when a provider is to be asked and too many of its refunded calls are recent; a refund of a call that was never sent
 * holds no tokens and is not among them. Calls already under way can pass that bound, as many as run at the same time.
 */
export const reserve = statement((p: Reservation) =>
  build
    .with("failed", (db) =>
      db
        .selectFrom("enhancements")
        .select([sql<number>`count(*)::int`.as("failures"), sql<Date | null>`min(created_at)`.as("oldest_failure")])
        .where("user_id", "=", p.userId)
        .where("created_at", ">", p.failuresSince)
        .where("state", "=", "refunded")
        .where("input_tokens", ">", 0),
    )
    .with("spent", (db) =>
      spendQuota(db, "enrichments", p).expression(
        db
          .selectFrom("failed")
          .select([
            sql`${p.userId}::uuid`.as("user_id"),
            sql`'enrichments'`.as("kind"),
            sql`${p.month}::date`.as("month"),
            sql`1`.as("used"),
          ])
          .where(sql<boolean>`${p.provider}::text = 'builtin' or failures < ${p.failuresMax}::int`),
      ),
    )
    .with("entered", (db) =>
      db
        .insertInto("enhancements")
        .columns(["id", "user_id", "prompt_id", "month", "model", "provider", "created_at"])
        .expression((eb) =>
          eb
            .selectFrom("spent")
            .select([
              sql`${p.id}::uuid`.as("id"),
              sql`${p.userId}::uuid`.as("user_id"),
              sql`${p.promptId}::uuid`.as("prompt_id"),
              sql`${p.month}::date`.as("month"),
              sql`${p.model}::text`.as("model"),
              sql`${p.provider}::text`.as("provider"),
              sql`${p.at}::timestamptz`.as("created_at"),
            ]),
        ),
    )
    .selectFrom("failed")
    .leftJoin("spent", (join) => join.onTrue())
    .select(["used", "failures", "oldest_failure"]),
);

export type Outcome = Pick<
  Selectable<EnhancementsTable>,
  "id" | "status" | "model" | "provider" | "input_tokens" | "output_tokens" | "cost_usd"
> & { readonly userId: string; readonly at: Date };

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
