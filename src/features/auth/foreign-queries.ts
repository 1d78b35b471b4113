import { build, statement } from "../../db/build.ts";

const PROVIDER = "supabase";

export const accountOfSubject = statement((p: { subject: string }) =>
  build
    .selectFrom("identities")
    .select("user_id as userId")
    .where("provider", "=", PROVIDER)
    .where("subject", "=", p.subject),
);

/** Undefined once the account has been erased altogether. */
export const standingOfAccount = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["role", "subscription_tier as tier", "suspended_at as suspendedAt", "erased_at as erasedAt"])
    .where("id", "=", p.userId),
);

type ForeignAccount = { userId: string; subject: string; email: string | null; fullName: string; now: Date };

/** One statement for both rows: of parallel first sights the primary key of `identities` lets one make the account. */
export const insertForeignAccount = statement((p: ForeignAccount) =>
  build
    .with("identity", (query) =>
      query
        .insertInto("identities")
        .values({ provider: PROVIDER, subject: p.subject, user_id: p.userId, created_at: p.now })
        .onConflict((conflict) => conflict.columns(["provider", "subject"]).doNothing())
        .returning(["user_id", "created_at"]),
    )
    .insertInto("profiles")
    .columns(["id", "email", "full_name", "origin", "created_at", "updated_at"])
    .expression((query) =>
      query
        .selectFrom("identity")
        .select((eb) => [
          "identity.user_id as id",
          eb.val(p.email).as("email"),
          eb.val(p.fullName).as("full_name"),
          eb.val(PROVIDER).as("origin"),
          "identity.created_at as created_at",
          "identity.created_at as updated_at",
        ]),
    )
    .returning("id as userId"),
);
