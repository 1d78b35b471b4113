import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { standingOfAccount } from "./foreign-queries.ts";
import { sessionOfUser } from "./queries.ts";
import { isAlive } from "./sessions.ts";
import { sessionTag, userTag } from "./tags.ts";

/** SPEC §7; dropped on every process when the session or the account changes. */
const CACHED_MS = 60_000;

type Parts = { readonly db: Db; readonly ports: Pick<Ports, "cache">; readonly now: () => Date };
type Person = {
  readonly userId: string;
  /** Null for who signs in elsewhere. */
  readonly sessionId: string | null;
};

/** Whether somebody who has shown to be an administrator is one now: the account is open, and the session has not ended. */
export async function isStillAdministrator(parts: Parts, { userId, sessionId }: Person): Promise<boolean> {
  const { db, ports, now } = parts;
  const tags = [userTag(userId), ...(sessionId === null ? [] : [sessionTag(sessionId)])];
  const { is } = await ports.cache.get(
    `administrator:${userId}:${sessionId ?? ""}`,
    { tags, ttlMs: CACHED_MS },
    async () => {
      const door = db.as(AS_AUTH);
      if (sessionId !== null) {
        const session = await door.first(sessionOfUser({ sessionId, userId }));
        return { is: session !== undefined && session.role === "admin" && isAlive(session, now()) };
      }
      const account = await door.first(standingOfAccount({ userId }));
      return { is: account?.role === "admin" && account.suspendedAt === null && account.erasedAt === null };
    },
  );
  return is;
}
