import { createHash } from "node:crypto";
import { type Draft, type Part, PARTS } from "../../../contract/draft.ts";
import type { Severity } from "../lint/index.ts";

/** One independently acceptable change of one field. */
export type Change = {
  /** Equal changes of equal drafts have equal ids. */
  readonly id: string;
  readonly field: Part;
  /** Stands exactly once in the field of the source; "" only when that field was empty. */
  readonly before: string;
  readonly after: string;
  readonly ruleId: string;
  readonly reason: string;
  readonly severity: Severity;
};

const ID_CHARACTERS = 16;

export function changeOf(content: Omit<Change, "id">): Change {
  const identity = JSON.stringify([content.field, content.before, content.after, content.ruleId]);
  return { id: createHash("sha256").update(identity).digest("hex").slice(0, ID_CHARACTERS), ...content };
}

/** The draft is not (or no longer) the one the change was made for. */
export class ChangeMismatch extends Error {
  override name = "ChangeMismatch";
  readonly changeId: string;
  readonly field: Part;
  constructor(change: Pick<Change, "id" | "field">) {
    super(`Change ${change.id} does not match the ${change.field} any more`);
    this.changeId = change.id;
    this.field = change.field;
  }
}

/**
 * Any subset of the changes of a rewrite, in any order: every `before` is looked up in the draft as given. Parts are trimmed as
 * they are when they are stored, so that what is sent back is what was given.
 * @throws ChangeMismatch when one is missing, stands more than once, or overlaps another.
 */
export function applyChanges(draft: Draft, changes: readonly Change[]): Draft {
  const applied: { -readonly [P in Part]: string | null } = { ...draft };
  for (const part of PARTS) {
    const own = changes.filter(({ field }) => field === part);
    if (own.length > 0) applied[part] = trimmed(applyToText(draft[part] ?? "", own));
  }
  return applied;
}

export const trimmed = (text: string): string | null => text.trim() || null;

function applyToText(text: string, changes: readonly Change[]): string {
  const places = changes.map((change) => ({ change, start: placeOf(text, change) })).sort((a, b) => a.start - b.start);
  const pieces: string[] = [];
  let position = 0;
  for (const [index, { change, start }] of places.entries()) {
    if (start < position || (index > 0 && change.before === "")) throw new ChangeMismatch(change);
    pieces.push(text.slice(position, start), change.after);
    position = start + change.before.length;
  }
  pieces.push(text.slice(position));
  return pieces.join("");
}

function placeOf(text: string, change: Change): number {
  if (change.before === "") {
    if (text.trim() === "") return 0;
    throw new ChangeMismatch(change);
  }
  const start = text.indexOf(change.before);
  if (start < 0 || text.includes(change.before, start + 1)) throw new ChangeMismatch(change);
  return start;
}
