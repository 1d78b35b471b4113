import type { NotNull } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { SessionsTable } from "../../db/tables.ts";

type NewSession = {
  sessionId: string;
  userId: string;
  ip: string | null;
  userAgent: string | null;
  now: Date;
  expiresAt: Date;
  tokenHash: Buffer;
};

export const insertSession = statement((p: NewSession) =>
  build
    .with("session", (query) =>
      query.insertInto("sessions").values({
        id: p.sessionId,
        user_id: p.userId,
        ip: p.ip,
        user_agent: p.userAgent,
        created_at: p.now,
        last_used_at: p.now,
        expires_at: p.expiresAt,
      }),
    )
    .insertInto("refresh_tokens")
    .values({ token_hash: p.tokenHash, session_id: p.sessionId, created_at: p.now }),
);

const LIFE = [
  "sessions.expires_at as expiresAt",
  "sessions.last_used_at as lastUsedAt",
  "sessions.revoked_at as revokedAt",
  "profiles.suspended_at as suspendedAt",
  "profiles.erased_at as erasedAt",
] as const;

export const sessionOfUser = statement((p: { sessionId: string; userId: string }) =>
  build
    .selectFrom("sessions")
    .innerJoin("profiles", "profiles.id", "sessions.user_id")
    .select([...LIFE, "profiles.subscription_tier as tier", "profiles.role"])
    .where("sessions.id", "=", p.sessionId)
    .where("sessions.user_id", "=", p.userId),
);

/** Parallel refreshes of one token queue here. */
export const lockRefreshToken = statement((p: { tokenHash: Buffer }) =>
  build
    .selectFrom("refresh_tokens")
    .select(["session_id as sessionId", "replaced_at as replacedAt"])
    .where("token_hash", "=", p.tokenHash)
    .forUpdate(),
);

/** Asked after the lock is held: a statement that waited for it would still see the successor of its old snapshot. */
export const sessionOfToken = statement(
  (p: { sessionId: string; successorHash: Buffer }) =>
    build
      .selectFrom("sessions")
      .innerJoin("profiles", "profiles.id", "sessions.user_id")
      .leftJoin("refresh_tokens as successor", (join) =>
        join.onRef("successor.session_id", "=", "sessions.id").on("successor.token_hash", "=", p.successorHash),
      )
      .select([
        ...LIFE,
        "profiles.id as userId",
        "profiles.email",
        "profiles.full_name as fullName",
        "successor.token_hash as successorHash",
        "successor.replaced_at as successorReplacedAt",
      ])
      .where("sessions.id", "=", p.sessionId)
      .$narrowType<{ email: NotNull }>(), // only accounts of ours have sessions, and those have an address
);

type Replacement = { tokenHash: Buffer; successorHash: Buffer; sessionId: string; now: Date };

export const replaceRefreshToken = statement((p: Replacement) =>
  build
    .with("replaced", (query) =>
      query.updateTable("refresh_tokens").set({ replaced_at: p.now }).where("token_hash", "=", p.tokenHash),
    )
    .with("used", (query) => query.updateTable("sessions").set({ last_used_at: p.now }).where("id", "=", p.sessionId))
    .insertInto("refresh_tokens")
    .values({ token_hash: p.successorHash, session_id: p.sessionId, created_at: p.now }),
);

/** Why a session ended before its time. */
export type SessionEnd = NonNullable<SessionsTable["revoked_reason"]>;

export const revokeSession = statement((p: { sessionId: string; userId: string; reason: SessionEnd; now: Date }) =>
  build
    .updateTable("sessions")
    .set({ revoked_at: p.now, revoked_reason: p.reason })
    .where("id", "=", p.sessionId)
    .where("user_id", "=", p.userId)
    .where("revoked_at", "is", null)
    .returning("id"),
);

type AllBut = { userId: string; except: string | null; reason: SessionEnd; now: Date };

export const revokeSessionsOf = statement((p: AllBut) =>
  build
    .updateTable("sessions")
    .set({ revoked_at: p.now, revoked_reason: p.reason })
    .where("user_id", "=", p.userId)
    .where("id", "is distinct from", p.except)
    .where("revoked_at", "is", null)
    .returning("id"),
);
