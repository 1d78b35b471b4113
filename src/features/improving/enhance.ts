import { type Draft, PARTS } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { enhance, type Enhancement, type EnhanceInput, requireReading, requireWriting } from "../enrichment/index.ts";
import { lockOwn, ownPrompt, requireMatch } from "../prompts/index.ts";
import { changesIn, saveParts } from "./writing.ts";

/** Improves a prompt and, where that is wished, saves what came of it. What would keep it from being saved is refused first. */
export async function enhancePrompt(scope: Scope<Actor>, input: EnhanceInput): Promise<Answer<Enhancement>> {
  if (input.promptId !== undefined) requireReading(scope.actor);
  if (input.save) requireWriting(scope.actor);
  if (input.promptId !== undefined && scope.request.ifMatch !== null) await refuseMoved(scope, input.promptId);
  const { reply, source, headers } = await enhance(scope, input);
  if (!input.save || source.promptId === null || reply.status !== "improved") return new Answer(reply, { headers });
  const from = { id: source.promptId, version: source.version };
  return new Answer({ ...reply, draftVersion: await saveEnhanced(scope, from, reply) }, { headers });
}

async function refuseMoved({ db, actor, request }: Scope<Actor>, id: string): Promise<void> {
  const row = await db.first(ownPrompt({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  requireMatch(request.ifMatch, row);
}

/** Only over the version it was made from; somebody else may have been as fast with the same. */
function saveEnhanced(
  scope: Scope<Actor>,
  from: { readonly id: string; readonly version: number | null },
  { id, enhanced, changes, model }: Enhancement,
): Promise<number> {
  return atomically(scope, async (inner) => {
    const row = await lockOwn(inner, from.id);
    if (row.version !== from.version && !isSame(row, enhanced)) {
      const detail = `The prompt has a new version since it was read; POST /enrichment/apply with enhancement ${id} applies what still fits`;
      throw new Failure("version_moved", { detail });
    }
    const message = `Enhanced by ${model} (${changesIn(changes.length)})`;
    return (await saveParts(inner, row, enhanced, message)).version;
  });
}

const isSame = (a: Draft, b: Draft): boolean => PARTS.every((part) => a[part] === b[part]);
