import { isDeepStrictEqual } from "node:util";
import type { Db } from "../../db/database.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { fieldsOf, hashContent, valuesOf } from "./fields.ts";
import { toPrompt } from "./present.ts";
import { changePrompt, lockPrompt, markDeleted, type PromptRow } from "./queries.ts";
import type { Prompt, PromptChanges } from "./schema.ts";
import { dropPublic, etagOf, refuseUnknownCategory, requireMatch } from "./writing.ts";

type Own = { readonly id: string; readonly userId: string };

async function lock(db: Db, own: Own, ifMatch: string | null): Promise<PromptRow> {
  const row = await db.first(lockPrompt(own));
  if (!row) throw new Failure("not_found");
  requireMatch(ifMatch, row);
  return row;
}

/** Changes what is given and keeps the rest; a change of the content makes a new version, and no change at all makes nothing. */
export function updatePrompt(
  scope: Scope<Actor>,
  id: string,
  { message, ...changes }: PromptChanges,
): Promise<Answer<Prompt>> {
  const own = { id, userId: scope.actor.userId };
  return atomically(scope, async (inner) => {
    const row = await lock(inner.db, own, inner.request.ifMatch);
    const before = fieldsOf(row);
    const after = { ...before, ...changes };
    const contentHash = hashContent(after);
    const isNewVersion = !contentHash.equals(hashContent(before));
    if (isDeepStrictEqual(before, after)) return row;
    const changed = await inner.db.one(
      changePrompt({
        ...own,
        ...valuesOf(after),
        version: isNewVersion ? row.version + 1 : row.version,
        revision: row.revision + 1,
        // It was made of the old content, so it would contradict the new one.
        enriched_prompt: isNewVersion ? null : row.enriched_prompt,
        isNewVersion,
        contentHash,
        message: message ?? null,
      }),
    );
    if (before.isPublic || after.isPublic) dropPublic(inner);
    return changed;
  }).then((row) => new Answer(toPrompt(row), { etag: etagOf(row) }), refuseUnknownCategory);
}

/** The row stays for as long as a deleted prompt can be restored; for every reader it is gone at once. */
export function deletePrompt(scope: Scope<Actor>, id: string): Promise<void> {
  const own = { id, userId: scope.actor.userId };
  return atomically(scope, async (inner) => {
    const row = await lock(inner.db, own, inner.request.ifMatch);
    await inner.db.rows(markDeleted({ ...own, at: inner.now(), revision: row.revision + 1 }));
    if (row.is_public) dropPublic(inner);
  });
}
