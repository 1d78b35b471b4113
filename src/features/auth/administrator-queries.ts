import { build, statement } from "../../db/build.ts";

/**
 * The account, and if it is an administrator's everybody who can act as one: two who would remove each other queue here.
 * One statement in the order of ids, as an administrator's change locks them too, so that the two cannot deadlock.
 */
export const lockWithAdministrators = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["id", "role"])
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .where((eb) =>
      eb.or([
        eb("id", "=", p.userId),
        eb.and([
          eb("role", "=", "admin"),
          eb.exists(
            eb
              .selectFrom("profiles as own")
              .select("own.id")
              .where("own.id", "=", p.userId)
              .where("own.role", "=", "admin"),
          ),
        ]),
      ]),
    )
    .orderBy("id")
    .forNoKeyUpdate(),
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
