import { type Draft, type Part, PARTS } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import { applyChanges, type Change, ChangeMismatch, type Kept, partMax, provenIntact } from "../enrichment/index.ts";

/**
 * The current draft with the accepted changes in it, whichever of them it holds already, so that a repeated request changes
 * nothing. @throws Failure `version_moved` when a change does not match exactly any more, or would not be safe where it does.
 */
export function withChanges(current: Draft, { source, result }: Kept, accepted: readonly Change[]): Draft {
  const merged: { -readonly [P in Part]: string | null } = { ...current };
  for (const part of PARTS) {
    const own = accepted.filter(({ field }) => field === part);
    if (own.length === 0) continue;
    const held = heldBy(current[part], { part, source, changes: result.changes });
    merged[part] = held
      ? applyChanges(source, [...new Set([...held, ...own])])[part]
      : applied(
          current,
          own.filter((change) => !isIn(current[part], change)),
        )[part];
  }
  if (!isSafe(current, merged)) throw moved("Together with what was written since, the changes would break the prompt");
  return merged;
}

type Made = { readonly part: Part; readonly source: Draft; readonly changes: readonly Change[] };

/** Which changes make of the source's part what it is now; null when somebody has edited it otherwise. */
function heldBy(text: string | null, { part, source, changes }: Made): readonly Change[] | null {
  const own = changes.filter(({ field }) => field === part);
  for (let choice = 0; choice < 2 ** own.length; choice += 1) {
    const taken = own.filter((_change, index) => (choice >> index) % 2 === 1);
    if (applyChanges(source, taken)[part] === text) return taken;
  }
  return null;
}

/** A change that only adds still matches what it has made. */
const isIn = (text: string | null, { before, after }: Change): boolean =>
  before !== "" && after.includes(before) && (text ?? "").includes(after);

function applied(draft: Draft, changes: readonly Change[]): Draft {
  try {
    return applyChanges(draft, changes);
  } catch (error) {
    if (error instanceof ChangeMismatch) throw moved(`${error.message}: the prompt was edited since`);
    throw error;
  }
}

const isSafe = (before: Draft, after: Draft): boolean =>
  after.task !== null &&
  provenIntact(before, after).intact &&
  PARTS.every((part) => (after[part]?.length ?? 0) <= partMax(part)) &&
  PARTS.every((part) => after[part]?.isWellFormed() !== false);

const moved = (detail: string): Failure => new Failure("version_moved", { detail });
