import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** Suspended and erased accounts get no mail. */
export const recipient = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["email", "full_name as fullName", "origin", "email_verified_at as confirmedAt"])
    .where("id", "=", p.userId)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null),
);

type NewLink = { userId: string; tokenHash: Buffer; now: Date; expiresAt: Date };

/** The newest link takes the place of the one before it. */
export const keepResetLink = statement((p: NewLink) =>
  build
    .insertInto("password_resets")
    .values({ user_id: p.userId, token_hash: p.tokenHash, created_at: p.now, expires_at: p.expiresAt })
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet((eb) => ({
        token_hash: eb.ref("excluded.token_hash"),
        created_at: eb.ref("excluded.created_at"),
        expires_at: eb.ref("excluded.expires_at"),
      })),
    ),
);

export const keepConfirmationLink = statement((p: NewLink) =>
  build
    .insertInto("email_verifications")
    .values({ user_id: p.userId, token_hash: p.tokenHash, created_at: p.now, expires_at: p.expiresAt })
    .onConflict((conflict) =>
      conflict.column("user_id").doUpdateSet((eb) => ({
        token_hash: eb.ref("excluded.token_hash"),
        created_at: eb.ref("excluded.created_at"),
        expires_at: eb.ref("excluded.expires_at"),
      })),
    ),
);

/** The password the account has had since then, held until the statement ends; no row when it has another one by now. */
export const passwordSince = statement((p: { userId: string; since: Date }) =>
  build
    .selectFrom("credentials")
    .select("user_id")
    .where("user_id", "=", p.userId)
    .where("updated_at", "=", p.since)
    .forShare(),
);

export const forgetResetLink = statement((p: { tokenHash: Buffer }) =>
  build.deleteFrom("password_resets").where("token_hash", "=", p.tokenHash),
);

export const countLiveKeys = statement((p: { userId: string; now: Date }) =>
  build
    .selectFrom("api_keys")
    .select(sql<number>`count(*)::int`.as("keys"))
    .where("user_id", "=", p.userId)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", p.now)])),
);

/** No row when the export is not there to be fetched (any more). */
export const keepDownloadLink = statement((p: { exportId: string; userId: string; tokenHash: Buffer; now: Date }) =>
  build
    .updateTable("exports")
    .set({ download_hash: p.tokenHash })
    .where("id", "=", p.exportId)
    .where("user_id", "=", p.userId)
    .where("state", "=", "ready")
    .where("expires_at", ">", p.now)
    .returning("expires_at as expiresAt"),
);
