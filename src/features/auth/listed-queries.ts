import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/**
 * Takes the list's one word for one account, or for all; of two who take it at once, one gets the row. An account counts
 * once its owner is proved: anybody can register any address, and its owner confirms it with a thoughtless click.
 */
export const takeListing = statement((p: { emails: readonly string[]; userId: string | null; now: Date }) =>
  build
    .updateTable("profiles")
    .set({ admin_listed_at: p.now })
    .where("origin", "=", "local")
    .where(sql<boolean>`email = any(${p.emails}::text[])`)
    .where(sql<boolean>`(${p.userId}::uuid is null or id = ${p.userId}::uuid)`)
    .where("owner_proved_at", "is not", null)
    .where("admin_listed_at", "is", null)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .returning("id"),
);
