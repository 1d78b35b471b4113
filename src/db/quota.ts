import type { QueryCreator } from "kysely";
import type { Tables } from "./tables.ts";

type Spending = { readonly userId: string; readonly month: string; readonly limit: number };

/** Takes one unit of a month's quota; no row comes back when it is used up, however many callers race. */
export const spendQuota = (
  db: QueryCreator<Tables>,
  kind: "prompts" | "enrichments",
  { userId, month, limit }: Spending,
) =>
  db
    .insertInto("quota_usage")
    .values({ user_id: userId, kind, month, used: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["user_id", "kind", "month"])
        .doUpdateSet((eb) => ({ used: eb("quota_usage.used", "+", 1) }))
        .where("quota_usage.used", "<", limit),
    )
    .returning("used");
