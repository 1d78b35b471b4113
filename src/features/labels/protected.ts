import type { Db } from "../../db/database.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { changeProtectedLabels, lockProtectedLabels, protectedLabelsOf } from "./protected-queries.ts";
import type { ProtectedLabels } from "./schema.ts";

/** What the owner protects: `production`, unless they said otherwise. */
export async function protectedLabels(db: Db, userId: string): Promise<readonly string[]> {
  const row = await db.first(protectedLabelsOf({ userId }));
  if (!row) throw new Failure("unauthenticated"); // the account was erased while it asked
  return row.labels;
}

export const readProtected = async ({ db, actor }: Scope<Actor>): Promise<ProtectedLabels> => ({
  labels: [...(await protectedLabels(db, actor.userId))],
});

/** Counts from the next move on; labels that stand stay where they are. */
export function changeProtected(scope: Scope<Actor>, { labels }: ProtectedLabels): Promise<ProtectedLabels> {
  const { userId } = scope.actor;
  return atomically(scope, async (inner) => {
    const before = await inner.db.first(lockProtectedLabels({ userId }));
    if (!before) throw new Failure("unauthenticated");
    const after = await inner.db.one(changeProtectedLabels({ userId, labels }));
    const details = {
      added: labels.filter((label) => !before.labels.includes(label)).length,
      removed: before.labels.filter((label) => !labels.includes(label)).length,
    };
    await record(inner, {
      action: "labels.protect",
      subject: { type: "profile", id: userId },
      ownerId: userId,
      details,
    });
    return after;
  });
}
