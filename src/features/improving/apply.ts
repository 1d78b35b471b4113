import { composePrompt, type Draft } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { type Change, type Kept, keptResult, lint, requireReading, requireWriting } from "../enrichment/index.ts";
import { etagOf, lockOwn, type PromptRow, variablesOf } from "../prompts/index.ts";
import { withChanges } from "./merge.ts";
import type { Application, ApplyInput } from "./schema.ts";
import { changesIn, saveParts } from "./writing.ts";

/**
 * Makes the accepted changes of an enhancement the newest version of its prompt. A prompt that has moved on since takes
 * those that still match it exactly; text that is stored nowhere is given back.
 */
export function applyChosen(scope: Scope<Actor>, input: ApplyInput): Promise<Answer<Application>> {
  return atomically(scope, async (inner) => {
    const kept = await keptResult(inner, input.enhancementId);
    if (!kept) throw new Failure("not_found");
    const accepted = acceptedOf(kept, input.changes);
    if (kept.promptId === null)
      return new Answer(replyOf(null, kept.source, withChanges(kept.source, kept, accepted), accepted));
    requireReading(inner.actor);
    requireWriting(inner.actor);
    return applyToPrompt(inner, { kept, promptId: kept.promptId, accepted, message: input.message });
  });
}

type Applying = {
  readonly kept: Kept;
  readonly promptId: string;
  readonly accepted: readonly Change[];
  readonly message: string | undefined;
};

async function applyToPrompt(
  scope: Inner<Scope<Actor>>,
  { kept, promptId, accepted, message }: Applying,
): Promise<Answer<Application>> {
  const row = await lockOwn(scope, promptId);
  const before = draftOf(row);
  const after = withChanges(before, kept, accepted);
  const said = `Applied ${changesIn(accepted.length)} of ${kept.result.model.id}`;
  const saved = await saveParts(scope, row, after, message || said);
  return new Answer(replyOf(saved, before, after, accepted), { etag: etagOf(saved) });
}

const draftOf = ({ role, task, context, requirements, style, output }: PromptRow): Draft => ({
  role,
  task,
  context,
  requirements,
  style,
  output,
});

function acceptedOf({ result: { changes } }: Kept, ids: readonly string[]): readonly Change[] {
  const known = new Set(changes.map(({ id }) => id));
  const message = "is none of the changes of this enhancement";
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `body.changes.${index}`, code: "unknown_change", message }],
  );
  const [first] = faults;
  if (first) throw new Failure("invalid_input", { detail: `${first.path}: ${message}`, faults });
  return changes.filter(({ id }) => ids.includes(id));
}

function replyOf(saved: PromptRow | null, before: Draft, after: Draft, accepted: readonly Change[]): Application {
  const options = saved ? { title: saved.title, isPublic: saved.is_public, variables: variablesOf(saved) } : {};
  return {
    promptId: saved?.id ?? null,
    version: saved?.version ?? null,
    changes: accepted.map(({ id }) => id),
    enhanced: after,
    enhancedPrompt: composePrompt(after),
    quality: { before: lint(before, options).score, after: lint(after, options).score },
  };
}
