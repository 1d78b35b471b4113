import { isDeepStrictEqual } from "node:util";
import { composePrompt } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { type Fields, fieldsOf, hashContent, valuesOf } from "./fields.ts";
import { refuseUnpublishable } from "./publishing.ts";
import { changePrompt, lockPrompt, type PromptRow } from "./queries.ts";
import { refuseBroken, requireMatch, tagsOf } from "./writing.ts";

/** A history anybody can still page through; a program that saves every hour needs a year for it. */
export const VERSIONS_MAX = 10_000;

type Writing = Inner<Scope<Actor>>;

/** The caller's prompt, locked until the transaction ends; throws `not_found`, or `version_moved` where `If-Match` says so. */
export async function lockOwn(scope: Writing, id: string): Promise<PromptRow> {
  const row = await scope.db.first(lockPrompt({ id, userId: scope.actor.userId }));
  if (!row) throw new Failure("not_found");
  requireMatch(scope.request.ifMatch, row);
  return row;
}

type Wanted = Fields & {
  readonly slug?: string | undefined;
  /** Whether the content is an enhancement its owner accepted. */
  readonly isEnriched?: boolean;
};

/**
 * Saves a locked prompt as its owner wants it: a new content makes a version, anything else a revision, and what is as it
 * was nothing. Tells caches and clients, of the version where there is a new one. To be called inside `atomically`.
 */
export async function saveLocked(
  scope: Writing,
  row: PromptRow,
  { slug = row.slug, isEnriched = false, ...after }: Wanted,
  message: string | null,
): Promise<PromptRow> {
  const before = fieldsOf(row);
  if (slug === row.slug && isDeepStrictEqual(before, after)) return row;
  if (after.isPublic && !(before.isPublic && isDeepStrictEqual(shownOf(before), shownOf(after)))) {
    refuseUnpublishable(after);
  }
  const contentHash = hashContent(after);
  const isNewVersion = !contentHash.equals(hashContent(before));
  if (isNewVersion && row.version >= VERSIONS_MAX) throw new Failure("too_many_versions");
  const changed = await scope.db
    .one(
      changePrompt({
        ...valuesOf(after),
        id: row.id,
        userId: scope.actor.userId,
        slug,
        version: isNewVersion ? row.version + 1 : row.version,
        revision: row.revision + 1,
        // The one there was belongs to the old content, so it would contradict the new one.
        enriched_prompt: isNewVersion ? (isEnriched ? composePrompt(after) : null) : row.enriched_prompt,
        isNewVersion,
        contentHash,
        message,
      }),
    )
    .catch(refuseBroken);
  scope.changed({
    tags: tagsOf(row.id, before.isPublic || after.isPublic),
    event: {
      userId: scope.actor.userId,
      ...(isNewVersion
        ? { kind: "version.created", data: { promptId: row.id, version: changed.version } }
        : { kind: "prompt.updated", data: { promptId: row.id } }),
    },
  });
  return changed;
}

/** What everybody reads of a published prompt: moving it to another folder needs no new look at it. */
const shownOf = ({ folderId: _folder, category: _category, ...shown }: Fields) => shown;
