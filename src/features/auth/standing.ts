import { Failure } from "../../errors.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { idleSince } from "./sessions.ts";
import { liveSession, lockOpenAccount } from "./standing-queries.ts";

/**
 * Makes sure that who asks may still ask, and keeps it so until the commit: what outlives a session (an API key) must not
 * be made by one that ended meanwhile. Throws `unauthenticated` when the account is suspended or closed, or the session
 * has ended. Take it before every other lock of the transaction, as a reset of the password does.
 */
export async function holdOwner({
  db,
  actor: { userId, credential },
  now,
}: Pick<Inner<Scope<Actor>>, "db" | "actor" | "now">): Promise<void> {
  if (!(await db.first(lockOpenAccount({ userId })))) throw new Failure("unauthenticated");
  if (credential.kind !== "session") return;
  // Asked once the lock is held: the statement that waited for it would still see the session of its old snapshot.
  const at = now();
  const session = { sessionId: credential.sessionId, userId, now: at, idleSince: idleSince(at) };
  if (!(await db.first(liveSession(session)))) throw new Failure("unauthenticated");
}
