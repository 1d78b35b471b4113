import { isIP } from "node:net";
import { newId } from "../../contract/id.ts";
import type { Ports, Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Inner, type RequestFacts, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { identifyForeign } from "./foreign.ts";
import { insertSession, revokeSession, revokeSessionsOf, type SessionEnd, sessionOfUser } from "./queries.ts";
import type { LogoutRequest, SignedIn } from "./schema.ts";
import { sessionTag, userTag } from "./tags.ts";
import { digestOf, newRefreshToken } from "./tokens.ts";

const DAY_MS = 86_400_000;
/** However busy a session is, it ends then (ASVS 7.3.2). */
const SESSION_MS = 90 * DAY_MS;
/** A session nobody refreshes ends earlier (ASVS 7.3.1). */
const IDLE_MS = 30 * DAY_MS;
/** A session last used before this is over. */
export const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_MS);
/** SPEC §7. Every change drops what is cached of it on all processes (decision 0009); what a hand changes in the database shows after this. */
const ACTOR_CACHED_MS = 60_000;

export { sessionTag, userTag };

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
  session.lastUsedAt > idleSince(now);

const IPV6_NETWORK = /^[0-9a-f]{4}(?::[0-9a-f]{4}){3}$/;
/** What a session keeps of the address it was opened from: an IPv4 address, or the /64 an IPv6 caller is known by. */
export function deviceAddress({ ip }: Pick<Scope["request"], "ip">): string | null {
  if (isIP(ip) > 0) return ip;
  return IPV6_NETWORK.test(ip) ? `${ip}::/64` : null;
}

/** Opens a session through the given handle. */
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
      ip: deviceAddress(request),
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

/**
 * Ends every session of an account but `except`, in the transaction of its cause and through `AS_AUTH`. Every process
 * forgets what it cached of the account. Returns how many there were.
 */
export async function endSessions(
  { db, now, changed }: Pick<Inner<Scope>, "db" | "now" | "changed">,
  userId: string,
  reason: SessionEnd,
  { except }: { readonly except?: string } = {},
): Promise<number> {
  const ended = await db.rows(revokeSessionsOf({ userId, except: except ?? null, reason, now: now() }));
  changed({ tags: [userTag(userId)] });
  return ended.length;
}

/** Ends the session of the credential, or every session of its account. */
export async function logOut(scope: Scope<Actor>, { all }: LogoutRequest): Promise<void> {
  const { userId, credential } = scope.actor;
  if (credential.kind !== "session") throw new Failure("local_account_required");
  const { sessionId } = credential;
  await atomically(through(scope, AS_AUTH), async (inner) => {
    const { db, now, changed } = inner;
    if (!all) {
      await db.rows(revokeSession({ sessionId, userId, reason: "logout", now: now() }));
      changed({ tags: [sessionTag(sessionId)] });
      return;
    }
    const sessions = await endSessions(inner, userId, "logout_all");
    const subject = { type: "account", id: userId };
    await record(inner, { action: "session.logout_all", subject, ownerId: userId, details: { sessions } });
  });
}

type IdentifyParts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "tokens" | "foreignTokens" | "cache">;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly request: Pick<RequestFacts, "id" | "ip">;
};

/** Whom an access token speaks for; null when it is no issuer's we know, has run out, or its session or account is closed. */
export async function identifyActor(parts: IdentifyParts, token: string): Promise<Actor | null> {
  const { db, ports, now } = parts;
  const claims = await ports.tokens.verify(token, now());
  if (!claims) {
    const identity = await ports.foreignTokens?.verify(token, now());
    return identity ? identifyForeign(parts, identity) : null;
  }
  const { userId, sessionId } = claims;
  // Both ids are in the key: a token that pairs a session with another user must not decide for the right one.
  const { session } = await ports.cache.get(
    `${sessionTag(sessionId)}:${userId}`,
    { tags: [sessionTag(sessionId), userTag(userId)], ttlMs: ACTOR_CACHED_MS },
    async () => {
      const found = await db.as(AS_AUTH).first(sessionOfUser({ sessionId, userId }));
      return { session: found && isAlive(found, now()) ? found : null };
    },
  );
  if (!session) return null;
  const { tier, role, expiresAt } = session;
  const endsAt = Math.min(expiresAt.getTime(), claims.expiresAt);
  if (endsAt <= now().getTime()) return null;
  return { userId, tier, role, credential: { kind: "session", sessionId, endsAt } };
}
