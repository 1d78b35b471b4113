import type { NotNull } from "kysely";
import { build, statement } from "../../../db/build.ts";

export const accountIdByEmail = statement((p: { email: string }) =>
  build
    .selectFrom("profiles")
    .select("id")
    .where("email", "=", p.email)
    .where("origin", "=", "local")
    .where("erased_at", "is", null),
);

type LinkNow = { tokenHash: Buffer; now: Date };

/** Whose password a link may change; nothing is spent. */
export const accountOfResetLink = statement(
  (p: LinkNow) =>
    build
      .selectFrom("password_resets")
      .innerJoin("profiles", "profiles.id", "password_resets.user_id")
      .select(["profiles.id as userId", "profiles.email"])
      .where("password_resets.token_hash", "=", p.tokenHash)
      .where("password_resets.expires_at", ">", p.now)
      .where("profiles.suspended_at", "is", null)
      .where("profiles.erased_at", "is", null)
      .$narrowType<{ email: NotNull }>(), // only accounts of ours are mailed one
);

/** Of two at once, one gets the row. */
export const spendResetLink = statement((p: LinkNow) =>
  build
    .deleteFrom("password_resets")
    .where("token_hash", "=", p.tokenHash)
    .where("expires_at", ">", p.now)
    .returning("user_id as userId"),
);

export const confirmationLink = statement((p: LinkNow) =>
  build
    .selectFrom("email_verifications")
    .select("user_id as userId")
    .where("token_hash", "=", p.tokenHash)
    .where("expires_at", ">", p.now),
);

export const spendConfirmationLink = statement((p: LinkNow) =>
  build
    .deleteFrom("email_verifications")
    .where("token_hash", "=", p.tokenHash)
    .where("expires_at", ">", p.now)
    .returning("user_id as userId"),
);

export const confirmAddress = statement((p: { userId: string; now: Date }) =>
  build
    .updateTable("profiles")
    .set({ email_verified_at: p.now })
    .where("id", "=", p.userId)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .returning("id"),
);

export const ownConfirmation = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("email_verified_at as confirmedAt").where("id", "=", p.userId),
);
