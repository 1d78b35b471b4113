import { Failure } from "../../errors.ts";
import type { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { answerOf, fieldsOf, type Prompt, storePrompt } from "../prompts/index.ts";
import type { Upstream } from "./answers.ts";
import { forkablePrompt, upstreamOf } from "./fork-queries.ts";
import { pageTag } from "./page.ts";

/**
 * A private copy of a prompt the caller can read, as it is at this moment, which remembers where it came from. Counts
 * against the month like any new prompt; the origin's `forkCount` is kept by a trigger.
 */
export async function forkPrompt(scope: Scope<Actor>, promptId: string): Promise<Answer<Prompt>> {
  const { userId } = scope.actor;
  const row = await atomically(scope, async (inner) => {
    const origin = await inner.db.first(forkablePrompt({ promptId, userId }));
    if (!origin) throw new Failure("not_found");
    const fields = { ...fieldsOf(origin), isPublic: false, folderId: null };
    const stored = await storePrompt(inner, fields, { forkedFrom: { id: origin.id, version: origin.version } });
    inner.changed({ tags: [pageTag(origin.id)] });
    return stored;
  });
  return answerOf(scope, row);
}

/** How a fork of the caller's stands to what it was copied from. */
export async function readUpstream({ db, actor }: Scope<Actor>, id: string): Promise<Upstream> {
  const row = await db.first(upstreamOf({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  const { of, version, upstreamVersion } = row;
  if (version === null) throw new Failure("not_found", { detail: "This prompt is not a fork" });
  const upstreamChanged = upstreamVersion === null ? null : upstreamVersion > version;
  return { of, version, available: upstreamVersion !== null, upstreamVersion, upstreamChanged };
}
