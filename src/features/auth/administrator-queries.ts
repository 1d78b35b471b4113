import { build, statement } from "../../db/build.ts";

/** Everybody who can act as an administrator; two who would remove each other queue here. */
export const lockAdministrators = statement((_: object) =>
  build
    .selectFrom("profiles")
    .select("id")
    .where("role", "=", "admin")
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .orderBy("id")
    .forUpdate(),
);

export const accountsOfEmail = statement((p: { email: string }) =>
  build
    .selectFrom("profiles")
    .select(["id", "origin"])
    .where("email", "=", p.email)
    .where("erased_at", "is", null)
    .orderBy("id"),
);

export const accountOfId = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select(["id", "origin"]).where("id", "=", p.userId).where("erased_at", "is", null),
);

/** Nothing when the account has this role already. */
export const changeRole = statement((p: { userId: string; role: "user" | "admin" }) =>
  build
    .updateTable("profiles")
    .set({ role: p.role })
    .where("id", "=", p.userId)
    .where("role", "!=", p.role)
    .where("erased_at", "is", null)
    .returning("id"),
);
