import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { atomically, type Inner, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { lockRefreshToken, replaceRefreshToken, revokeSession, sessionOfToken } from "./queries.ts";
import type { RefreshRequest, SignedIn } from "./schema.ts";
import { isAlive, sessionTag, toSignedIn } from "./sessions.ts";
import { digestOf, isRefreshToken, successorOf } from "./tokens.ts";

/** Tabs that refresh at the same time, and a client that never got the answer, may use a token again within it (GoTrue). */
const REUSE_GRACE_MS = 10_000;

type Hashes = { readonly tokenHash: Buffer; readonly successorHash: Buffer };
type Owner = { readonly userId: string; readonly email: string; readonly fullName: string };

/**
 * Moves a session on from one token to its successor; null when the token is refused. A refusal is returned, not
 * thrown: the revocation it may bring has to be committed.
 */
async function rotate(
  inner: Inner<Scope>,
  { tokenHash, successorHash }: Hashes,
): Promise<{ owner: Owner; sessionId: string } | null> {
  const { db, now } = inner;
  const token = await db.first(lockRefreshToken({ tokenHash }));
  if (!token) return null;
  const { sessionId, replacedAt } = token;
  const session = await db.one(sessionOfToken({ sessionId, successorHash }));
  const at = now();
  if (!isAlive(session, at)) return null;
  const next = { owner: session, sessionId };
  if (!replacedAt) {
    await db.rows(replaceRefreshToken({ tokenHash, successorHash, sessionId, now: at }));
    return next;
  }
  if (at.getTime() - replacedAt.getTime() <= REUSE_GRACE_MS) {
    // Without its successor the token was replaced under another signing key: nobody's fault, so nothing is revoked.
    if (session.successorHash === null) return null;
    if (session.successorReplacedAt === null) return next;
  }
  await endReused(inner, session.userId, sessionId);
  return null;
}

async function endReused(inner: Inner<Scope>, userId: string, sessionId: string): Promise<void> {
  const { db, now, changed } = inner;
  await db.rows(revokeSession({ sessionId, userId, reason: "refresh_reuse", now: now() }));
  changed({ tags: [sessionTag(sessionId)] });
  const subject = { type: "session", id: sessionId };
  await record(inner, { action: "session.refresh_reuse", subject, ownerId: userId });
}

/** Trades a refresh token for the next one. A token that was used before ends its session: one of two holders stole it. */
export async function refreshSession(scope: Scope, { refreshToken: token }: RefreshRequest): Promise<SignedIn> {
  if (!isRefreshToken(token)) throw new Failure("invalid_refresh_token");
  const refreshToken = successorOf(scope.ports.tokens, token);
  const hashes = { tokenHash: digestOf(token), successorHash: digestOf(refreshToken) };
  const next = await atomically(through(scope, AS_AUTH), (inner) => rotate(inner, hashes));
  if (!next) throw new Failure("invalid_refresh_token");
  return toSignedIn(scope, next.owner, { sessionId: next.sessionId, refreshToken });
}
