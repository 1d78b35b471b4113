import type { NotNull } from "kysely";
import { build, statement } from "../../db/build.ts";

type NewAccount = { userId: string; email: string; fullName: string; passwordHash: string; now: Date };

/** One statement for both rows; a taken address meets the index `profiles_by_email`. */
export const insertAccount = statement((p: NewAccount) =>
  build
    .with("account", (query) =>
      query
        .insertInto("profiles")
        .values({ id: p.userId, email: p.email, full_name: p.fullName, created_at: p.now, updated_at: p.now }),
    )
    .insertInto("credentials")
    .values({ user_id: p.userId, password_hash: p.passwordHash, created_at: p.now, updated_at: p.now }),
);

type SignInTry = { email: string; ip: string | null; now: Date; idleSince: Date };

/**
 * Accounts of ours only. Left join: one without a password must look like one with another password. `isKnownDevice`:
 * a session of the account that is still good was opened from this address.
 */
export const accountByEmail = statement((p: SignInTry) =>
  build
    .selectFrom("profiles")
    .leftJoin("credentials", "credentials.user_id", "profiles.id")
    .select([
      "profiles.id as userId",
      "profiles.email",
      "profiles.full_name as fullName",
      "profiles.suspended_at as suspendedAt",
      "credentials.password_hash as passwordHash",
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("sessions")
            .select("sessions.id")
            .whereRef("sessions.user_id", "=", "profiles.id")
            .where("sessions.ip", "=", p.ip)
            .where("sessions.revoked_at", "is", null)
            .where("sessions.expires_at", ">", p.now)
            .where("sessions.last_used_at", ">", p.idleSince),
        )
        .as("isKnownDevice"),
    )
    .where("profiles.email", "=", p.email)
    .where("profiles.origin", "=", "local")
    .where("profiles.erased_at", "is", null)
    .$narrowType<{ email: NotNull }>(),
);
