import { AS_AUTH, asUser } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { confirmIdentity, endSessions, refuseLastAdministrator, userTag } from "../auth/index.ts";
import { PUBLIC_TAG } from "../prompts/index.ts";
import { closeAccount, deleteKeysOf, hideBatch } from "./erase-queries.ts";
import { eraseAccount } from "./jobs.ts";
import type { AccountErasure } from "./schema.ts";

const HIDDEN_PER_BATCH = 1_000;
/** What a request takes upon itself, a second's work; the job hides the rest before anything else. */
const BATCHES_IN_REQUEST = 10;

/** Takes what the person published out of others' sight, at most so many batches of it. */
export async function hideContent(scope: Scope, userId: string, batches: number): Promise<void> {
  const own = through(scope, asUser(userId));
  for (let batch = 0; batch < batches; batch += 1) {
    scope.signal.throwIfAborted();
    const { prompts, links } = await atomically(own, async ({ db, now, changed }) => {
      const hidden = await db.one(hideBatch({ userId, now: now(), limit: HIDDEN_PER_BATCH }));
      if (hidden.prompts > 0) changed({ tags: [PUBLIC_TAG] });
      return hidden;
    });
    if (Math.max(prompts, links) < HIDDEN_PER_BATCH) return;
  }
}

/**
 * Closes the caller's account for good: sessions and keys are dead, nothing of theirs is public, and a job erases the
 * rest. A stolen access token is not enough (`confirmIdentity`); the last administrator has to name another one first.
 */
export async function closeOwnAccount(
  scope: Scope<Actor>,
  { password }: AccountErasure,
): Promise<{ erasure: "scheduled" }> {
  const { userId } = scope.actor;
  await confirmIdentity(scope, password);
  await atomically(through(scope, AS_AUTH), async (inner) => {
    await refuseLastAdministrator(inner, userId);
    // Whoever was a moment faster has ended this credential.
    if (!(await inner.db.first(closeAccount({ userId, now: inner.now() })))) throw new Failure("unauthenticated");
    await endSessions(inner, userId, "erased");
    await inner.db.rows(deleteKeysOf({ userId }));
    inner.changed({ tags: [userTag(userId)] });
    await inner.jobs.send(eraseAccount, { userId }, { key: userId });
    await record(inner, { action: "account.erase", subject: { type: "account", id: userId }, ownerId: userId });
  });
  // The account is closed whatever comes of this; the job hides the rest before anything else.
  await hideContent(scope, userId, BATCHES_IN_REQUEST).catch(() => undefined);
  return { erasure: "scheduled" };
}
