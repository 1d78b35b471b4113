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
};

/**
 * Takes one of the month's enhancements and writes it in the ledger, together in one statement: however many callers race,
 * no row comes back once the limit is reached, and the counter is always the number of rows that were not refunded.
 */
export const reserve = statement((p: Reservation) =>
  build
    .with("spent", (db) => spendQuota(db, "enrichments", p))
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
    .selectFrom("spent")
    .select("used"),
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

/** Gives back what was reserved, once; what the attempts cost us stays in the ledger. */
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
