import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** Of one account, or of all. An address counts once it is confirmed: anybody can register any address. */
export const grantListed = statement((p: { emails: readonly string[]; userId: string | null }) =>
  build
    .updateTable("profiles")
    .set({ role: "admin" })
    .where("origin", "=", "local")
    .where(sql<boolean>`email = any(${p.emails}::text[])`)
    .where(sql<boolean>`(${p.userId}::uuid is null or id = ${p.userId}::uuid)`)
    .where("email_verified_at", "is not", null)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .where("role", "<>", "admin")
    .returning("id"),
);
