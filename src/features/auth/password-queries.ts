import type { NotNull } from "kysely";
import { build, statement } from "../../db/build.ts";

/** An account of ours always has an address. */
export const emailOf = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select("email")
    .where("id", "=", p.userId)
    .where("origin", "=", "local")
    .$narrowType<{ email: NotNull }>(),
);

export const passwordOf = statement((p: { userId: string }) =>
  build.selectFrom("credentials").select("password_hash as passwordHash").where("user_id", "=", p.userId),
);

/**
 * Holds the password that was checked until the transaction ends; no row when it is another by now. A session opened
 * under it either comes before a change of the password, which then ends it, or is not opened.
 */
export const holdPassword = statement((p: { userId: string; checkedHash: string }) =>
  build
    .selectFrom("credentials")
    .select("user_id")
    .where("user_id", "=", p.userId)
    .where("password_hash", "=", p.checkedHash)
    .forShare(),
);

/** No row when the password is another one by now: whoever came first wins. */
export const replacePassword = statement((p: { userId: string; checkedHash: string; newHash: string }) =>
  build
    .updateTable("credentials")
    .set({ password_hash: p.newHash })
    .where("user_id", "=", p.userId)
    .where("password_hash", "=", p.checkedHash)
    .returning("user_id"),
);

/** Whatever the password was, this is it now. */
export const putPassword = statement((p: { userId: string; newHash: string }) =>
  build
    .insertInto("credentials")
    .values({ user_id: p.userId, password_hash: p.newHash })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ password_hash: p.newHash })),
);

/** A link that was asked for before the password was changed must not change it again. */
export const forgetResetLink = statement((p: { userId: string }) =>
  build.deleteFrom("password_resets").where("user_id", "=", p.userId),
);
