import type { Role, Tier } from "../../contract/tier.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Inner, type Scope, through } from "../../scope.ts";
import { record, recordDenied } from "../audit/index.ts";
import { refuseLastAdministrator, userTag } from "../auth/index.ts";
import { notify } from "../notifications/index.ts";
import { type Account, noticesOf } from "./notices.ts";
import { toUser } from "./present.ts";
import { changeUser, lockForChange, userById } from "./queries.ts";
import type { User, UserChanges } from "./schema.ts";

/**
 * Changes plan, role or suspension of an account. It holds at once in this process and within a second in every other.
 * The audit row says from what to what; why, in the administrator's own words, is for the person alone, because audit
 * rows outlive accounts. Throws `not_found`, `last_admin`, and `forbidden` when the actor has stopped being an administrator meanwhile.
 */
export async function changeAccount(scope: Scope<Actor>, userId: string, changes: UserChanges): Promise<User> {
  try {
    return await change(scope, userId, changes);
  } catch (refusal) {
    // Its own transaction was undone, and with it whatever it would have recorded.
    if (refusal instanceof Failure && refusal.code === "forbidden")
      await recordDenied(scope, scope.actor, "updateUser");
    throw refusal;
  }
}

function change(scope: Scope<Actor>, userId: string, { reason, ...changes }: UserChanges): Promise<User> {
  return atomically(through(scope, AS_AUTH), async (inner) => {
    const row = await lockAccount(inner, userId);
    const before = toAccount(row);
    const after: Account = { ...before, ...changes };
    const details = differences(before, after);
    if (details !== null) {
      if (after.role !== "admin" || after.suspended) await refuseLastAdministrator(inner, userId);
      await inner.db.rows(changeUser({ userId, ...after, suspendedAt: after.suspended ? inner.now() : null }));
      for (const notice of noticesOf(before, after, reason)) await notify(inner, userId, notice);
      inner.changed({ tags: [userTag(userId)] });
    }
    const user = toUser(await inner.db.one(userById({ userId })));
    if (details !== null) {
      await record(inner, {
        action: "user.update",
        subject: { type: "user", id: userId },
        ownerId: userId,
        details: { ...details, ...(reason !== undefined && { hasReason: true }) },
      });
    }
    return user;
  });
}

async function lockAccount({ db, actor }: Inner<Scope<Actor>>, userId: string) {
  const rows = await db.rows(lockForChange({ actorId: actor.userId, userId }));
  const by = rows.find(({ id }) => id === actor.userId);
  // The actor is as the cache knew them up to a second ago, and may have waited here for their own demotion.
  if (by?.role !== "admin" || by.suspended_at !== null) throw new Failure("forbidden");
  const row = rows.find(({ id }) => id === userId);
  if (!row) throw new Failure("not_found");
  return row;
}

const toAccount = (row: { subscription_tier: Tier; role: Role; suspended_at: Date | null }): Account => ({
  subscriptionTier: row.subscription_tier,
  role: row.role,
  suspended: row.suspended_at !== null,
});

/** What changes, each as from and to; null when nothing does. */
function differences(before: Account, after: Account): Record<string, readonly string[]> | null {
  const keys = (["subscriptionTier", "role", "suspended"] as const).filter((key) => before[key] !== after[key]);
  if (keys.length === 0) return null;
  return Object.fromEntries(keys.map((key) => [key, [String(before[key]), String(after[key])]]));
}
