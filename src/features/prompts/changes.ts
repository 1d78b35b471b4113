import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { fieldsOf } from "./fields.ts";
import type { PromptChanges } from "./input-schema.ts";
import { toPrompt } from "./present.ts";
import { refuseProtectedPrompt } from "./protected.ts";
import { publishHeaders } from "./publish-headers.ts";
import { lockRestorable, markDeleted, unmarkDeleted } from "./queries.ts";
import { lockOwn, saveLocked } from "./saving.ts";
import type { Prompt } from "./schema.ts";
import { etagOf, lineOf, tagsOf } from "./writing.ts";

/** SPEC: how long a deleted prompt can be had back; maintenance removes it after that. */
export const RESTORABLE_MS = 30 * 86_400_000;

/** Changes what is given and keeps the rest; a change of the content makes a new version, and no change at all makes nothing. */
export async function updatePrompt(
  scope: Scope<Actor>,
  id: string,
  { message, ...changes }: PromptChanges,
): Promise<Answer<Prompt>> {
  const saved = await atomically(
    scope,
    async (inner) => {
      const row = await lockOwn(inner, id);
      if (changes.slug !== undefined && changes.slug !== row.slug) await refuseProtectedPrompt(inner, row.id);
      return saveLocked(inner, row, { ...fieldsOf(row), ...changes }, message ?? null);
    },
    lineOf(scope, id),
  );
  return new Answer(toPrompt(saved), { etag: etagOf(saved), headers: await publishHeaders(scope, saved) });
}

/** The row stays for as long as a deleted prompt can be restored; for every reader it is gone at once. */
export function deletePrompt(scope: Scope<Actor>, id: string): Promise<void> {
  const { userId } = scope.actor;
  return atomically(
    scope,
    async (inner) => {
      const row = await lockOwn(inner, id);
      await refuseProtectedPrompt(inner, row.id);
      await inner.db.rows(markDeleted({ id, userId, at: inner.now(), revision: row.revision + 1 }));
      const event = { userId, kind: "prompt.deleted", data: { promptId: row.id } } as const;
      inner.changed({ tags: tagsOf(row.id, row.is_public), event });
    },
    lineOf(scope, id),
  );
}

/**
 * Undoes a deletion: slug, labels, versions and links are as they were, and no quota is spent. A prompt that is there is
 * answered as it is, so that a lost answer can be asked for again.
 */
export async function restorePrompt(scope: Scope<Actor>, id: string): Promise<Answer<Prompt>> {
  const { userId } = scope.actor;
  const restored = await atomically(
    scope,
    async (inner) => {
      const deletedAfter = new Date(inner.now().getTime() - RESTORABLE_MS);
      const row = await inner.db.first(lockRestorable({ id, userId, deletedAfter }));
      if (!row) throw new Failure("not_found");
      if (row.deleted_at === null) return row;
      const event = { userId, kind: "prompt.restored", data: { promptId: row.id } } as const;
      inner.changed({ tags: tagsOf(row.id, row.is_public), event });
      return inner.db.one(unmarkDeleted({ id, userId, revision: row.revision + 1 }));
    },
    lineOf(scope, id),
  );
  return new Answer(toPrompt(restored), { etag: etagOf(restored) });
}
