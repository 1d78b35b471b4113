import { isIP } from "node:net";
import { newId } from "../../contract/id.ts";
import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { insertSession, revokeSession, revokeSessionsOf, sessionOfUser } from "./queries.ts";
import type { LogoutRequest, SignedIn } from "./schema.ts";
import { digestOf, newRefreshToken } from "./tokens.ts";

const DAY_MS = 86_400_000;
/** However busy a session is, it ends then (ASVS 7.3.2). */
const SESSION_MS = 90 * DAY_MS;
/** A session nobody refreshes ends earlier (ASVS 7.3.1). */
const IDLE_MS = 30 * DAY_MS;
/** A logout is felt on every process within this time; the one that served it forgets at once. */
const ACTOR_CACHED_MS = 1_000;

export const sessionTag = (sessionId: string): string => `session:${sessionId}`;
export const userTag = (userId: string): string => `user:${userId}`;

type Life = {
  expiresAt: Date;
  lastUsedAt: Date;
  revokedAt: Date | null;
  suspendedAt: Date | null;
  erasedAt: Date | null;
};

/** Whether a session, and the account it belongs to, may be used at `now`. */
export const isAlive = (session: Life, now: Date): boolean =>
  session.revokedAt === null &&
  session.suspendedAt === null &&
  session.erasedAt === null &&
  session.expiresAt > now &&
  session.lastUsedAt.getTime() + IDLE_MS > now.getTime();

/** Opens a session through the given handle. IPv6 callers are known by network only, which is not an `inet`: kept as null. */
export async function startSession(
  { db, request, now }: Pick<Scope, "db" | "request" | "now">,
  userId: string,
): Promise<{ sessionId: string; refreshToken: string }> {
  const at = now();
  const sessionId = newId(at.getTime());
  const refreshToken = newRefreshToken();
  await db.rows(
    insertSession({
      sessionId,
      userId,
      ip: isIP(request.ip) === 0 ? null : request.ip,
      userAgent: request.userAgent,
      now: at,
      expiresAt: new Date(at.getTime() + SESSION_MS),
      tokenHash: digestOf(refreshToken),
    }),
  );
  return { sessionId, refreshToken };
}

type Account = { readonly userId: string; readonly email: string; readonly fullName: string };

/** The answer of everything that signs somebody in. */
export async function toSignedIn(
  { ports: { tokens }, now }: Scope,
  { userId, email, fullName }: Account,
  { sessionId, refreshToken }: { sessionId: string; refreshToken: string },
): Promise<SignedIn> {
  const accessToken = await tokens.issue({ userId, sessionId, now: now() });
  const user = { id: userId, email, fullName };
  return { user, accessToken, refreshToken, expiresIn: tokens.lifetimeSeconds, tokenType: "Bearer" };
}

/** Ends the session of the credential, or every session of its account. */
export async function logOut(scope: Scope<Actor>, { all }: LogoutRequest): Promise<void> {
  const { userId, credential } = scope.actor;
  if (credential.kind !== "session") throw new Failure("local_account_required");
  const { sessionId } = credential;
  await atomically(through(scope, AS_AUTH), async ({ db, now, afterCommit, ports }) => {
    await db.rows(
      all
        ? revokeSessionsOf({ userId, reason: "logout_all", now: now() })
        : revokeSession({ sessionId, reason: "logout", now: now() }),
    );
    afterCommit(() => ports.cache.drop(all ? userTag(userId) : sessionTag(sessionId)));
  });
}

type IdentifyParts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "tokens" | "cache">;
  readonly now: () => Date;
};

/** Whom an access token speaks for; null when it is not ours, has run out, or its session or account is closed. */
export async function identifyActor({ db, ports, now }: IdentifyParts, token: string): Promise<Actor | null> {
  const claims = await ports.tokens.verify(token, now());
  if (!claims) return null;
  const { userId, sessionId } = claims;
  // Both ids are in the key: a token that pairs a session with another user must not decide for the right one.
  const { actor } = await ports.cache.get(
    `${sessionTag(sessionId)}:${userId}`,
    { tags: [sessionTag(sessionId), userTag(userId)], ttlMs: ACTOR_CACHED_MS },
    async (): Promise<{ actor: Actor | null }> => {
      const session = await db.as(AS_AUTH).first(sessionOfUser({ sessionId, userId }));
      if (!session || !isAlive(session, now())) return { actor: null };
      const { tier, role } = session;
      return { actor: { userId, tier, role, credential: { kind: "session", sessionId } } };
    },
  );
  return actor;
}
