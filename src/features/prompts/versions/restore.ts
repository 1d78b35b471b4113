import { Failure } from "../../../errors.ts";
import { Answer } from "../../../feature.ts";
import { type Actor, atomically, type Scope } from "../../../scope.ts";
import { contentOf, fieldsOf } from "../fields.ts";
import { toPrompt } from "../present.ts";
import { lockOwn, saveLocked } from "../saving.ts";
import type { Prompt } from "../schema.ts";
import { etagOf, lineOf } from "../writing.ts";
import { versionOf } from "./queries.ts";
import type { Restoration, VersionId } from "./schema.ts";

/** Makes an old content the newest version. History is never cut; a content that is the newest already makes nothing. */
export async function restoreVersion(
  scope: Scope<Actor>,
  { id, version }: VersionId,
  { message }: Restoration,
): Promise<Answer<Prompt>> {
  const saved = await atomically(
    scope,
    async (inner) => {
      const row = await lockOwn(inner, id);
      const old = await inner.db.first(versionOf({ userId: scope.actor.userId, promptId: id, version }));
      if (!old) throw new Failure("not_found");
      return saveLocked(inner, row, { ...fieldsOf(row), ...contentOf(old) }, message ?? `Restored version ${version}`);
    },
    lineOf(scope, id),
  );
  return new Answer(toPrompt(saved), { etag: etagOf(saved) });
}
