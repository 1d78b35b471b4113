import { type NotNull, sql } from "kysely";
import { build, statement } from "../../../db/build.ts";

/** `passwordSince` is when the account got its present password; null when it has none. */
export const accountToReset = statement((p: { email: string }) =>
  build
    .selectFrom("profiles")
    .leftJoin("credentials", "credentials.user_id", "profiles.id")
    .select(["profiles.id", "credentials.updated_at as passwordSince"])
    .where("profiles.email", "=", p.email)
    .where("profiles.origin", "=", "local")
    .where("profiles.erased_at", "is", null),
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

/** Whose address a link confirms; nothing is spent. */
export const accountOfConfirmationLink = statement(
  (p: LinkNow) =>
    build
      .selectFrom("email_verifications")
      .innerJoin("profiles", "profiles.id", "email_verifications.user_id")
      .select(["profiles.id as userId", "profiles.email"])
      .where("email_verifications.token_hash", "=", p.tokenHash)
      .where("email_verifications.expires_at", ">", p.now)
      .where("profiles.suspended_at", "is", null)
      .where("profiles.erased_at", "is", null)
      .$narrowType<{ email: NotNull }>(), // only accounts of ours are mailed one
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

/** One person holds the address and the password; the address needs no other proof then. */
export const proveOwner = statement((p: { userId: string; now: Date }) =>
  build
    .updateTable("profiles")
    .set({ owner_proved_at: p.now, email_verified_at: sql<Date>`coalesce(email_verified_at, ${p.now}::timestamptz)` })
    .where("id", "=", p.userId),
);

/** Whoever made these keys never showed that the address is theirs. */
export const endKeysOfUnconfirmed = statement((p: { userId: string }) =>
  build
    .deleteFrom("api_keys")
    .where("user_id", "=", p.userId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("profiles")
          .select("profiles.id")
          .where("profiles.id", "=", p.userId)
          .where("profiles.email_verified_at", "is", null),
      ),
    )
    .returning("api_keys.id"),
);

export const ownConfirmation = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("email_verified_at as confirmedAt").where("id", "=", p.userId),
);
