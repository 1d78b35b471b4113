import { build, statement } from "../../db/build.ts";

/**
 * The account's own row, locked until the commit; nothing when it is suspended or closed. Whoever ends sessions and keys
 * of an account (a reset, a suspension, its closing) and whoever makes something that outlives a session queue here.
 */
export const lockOpenAccount = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select("id")
    .where("id", "=", p.userId)
    .where("suspended_at", "is", null)
    .where("erased_at", "is", null)
    .forNoKeyUpdate(),
);

type Session = { readonly sessionId: string; readonly userId: string; readonly now: Date; readonly idleSince: Date };

export const liveSession = statement((p: Session) =>
  build
    .selectFrom("sessions")
    .select("id")
    .where("id", "=", p.sessionId)
    .where("user_id", "=", p.userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", p.now)
    .where("last_used_at", ">", p.idleSince),
);
