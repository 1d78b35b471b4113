import { createHash } from "node:crypto";
import { LABELS_PER_PROMPT_MAX } from "../labels/index.ts";
import { VERSIONS_MAX } from "../prompts/index.ts";
import { freshOf } from "./fresh.ts";
import { type Conflict, conflictOf, unpublishable } from "./conflicts.ts";
import type { ExistingRow } from "./import-queries.ts";
import type { Incoming, IncomingFile, IncomingVersion } from "./incoming.ts";
import type { Losses } from "./reading/losses.ts";
import { ownOf } from "./reading/values.ts";
import type { State } from "./state.ts";
import { type Beside, Wishes } from "./wishes.ts";

/** A label of a prompt that is here already, where the file has it elsewhere. */
export type Move = {
  readonly label: string;
  readonly from: number | null;
  readonly to: number;
  readonly revision: number;
  readonly moves: boolean;
};
export type Creation = { readonly incoming: Incoming; readonly fields: Beside };
export type Update = {
  readonly incoming: Incoming;
  readonly row: ExistingRow;
  /** Versions that are new here, oldest first. */
  readonly fresh: readonly IncomingVersion[];
  /** The content the prompt has afterwards. */
  readonly head: IncomingVersion;
  readonly fields: Beside;
  readonly changed: readonly string[];
};
export type Plan = {
  readonly create: Creation[];
  readonly update: Update[];
  readonly unchanged: { readonly incoming: Incoming; readonly row: ExistingRow }[];
  readonly conflict: Conflict[];
  readonly labels: { readonly incoming: Incoming; readonly row: ExistingRow; readonly move: Move }[];
};

const digest = (text: string | null): string | null =>
  text === null ? null : createHash("sha256").update(text).digest("hex");
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function updateOf(
  incoming: Incoming,
  row: ExistingRow,
  fresh: readonly IncomingVersion[],
  wishes: Wishes,
): Update | null {
  const head = fresh.at(-1) ?? incoming.versions.find(({ hash }) => hash === row.head);
  if (!head) return null; // the prompt has gone on without the file
  const fields = wishes.ofKnown(incoming, row, true);
  const before = wishes.ofKnown(incoming, row, false);
  const changed: string[] = (["title", "description", "category", "tags", "folderId"] as const).filter(
    (field) => !same(fields[field], before[field]),
  );
  const isEnrichedNew = incoming.isOurs && (incoming.enrichedPrompt !== null || fresh.length > 0);
  if (isEnrichedNew && digest(incoming.enrichedPrompt) !== row.enriched_hash) changed.push("enrichedPrompt");
  return fresh.length > 0 || changed.length > 0 ? { incoming, row, fresh, head, fields, changed } : null;
}

/** Moving a published prompt to another folder or category needs no new look at it. */
const isShownAnew = ({ fresh, changed }: Update): boolean =>
  fresh.length > 0 || changed.some((field) => field !== "folderId" && field !== "category");

/**
 * Compares a file with what is there. Pure, but for what it adds to the losses and to the state's folders; lets others have
 * their turn, as judging what is to be public takes long.
 */
export async function planOf(
  file: IncomingFile,
  state: State,
  wanted: { moveLabels: boolean; publish: boolean },
  losses: Losses,
  breath: () => Promise<void>,
): Promise<Plan> {
  const plan: Plan = { create: [], update: [], unchanged: [], conflict: [], labels: [] };
  const wishes = new Wishes(state, losses, wanted.publish);
  for (const path of file.folders) state.folders.reach(path);
  for (const incoming of file.prompts) {
    await breath();
    const row = state.bySlug.get(incoming.slug);
    if (!row) {
      const fields = wishes.ofNew(incoming);
      plan.create.push({ incoming, fields });
      const head = incoming.versions.at(-1);
      if (head) plan.conflict.push(...unpublishable(incoming, fields, head));
    } else if (row.is_deleted) {
      plan.conflict.push(
        conflictOf(incoming, "slug_taken", "a deleted prompt of yours has this slug: restore it first"),
      );
    } else planKnown(plan, incoming, row, wishes, wanted.moveLabels);
  }
  return plan;
}

function planKnown(plan: Plan, incoming: Incoming, row: ExistingRow, wishes: Wishes, moveLabels: boolean): void {
  const { fresh, numberOf, standsAt } = freshOf(incoming, row);
  const update = updateOf(incoming, row, fresh, wishes);
  if (update) {
    plan.update.push(update);
    if (isShownAnew(update)) plan.conflict.push(...unpublishable(incoming, update.fields, update.head));
  } else plan.unchanged.push({ incoming, row });
  if (row.version + fresh.length > VERSIONS_MAX) plan.conflict.push(conflictOf(incoming, "too_many_versions"));
  let labels = Object.keys(row.labels ?? {}).length;
  for (const [label, count] of incoming.labels) {
    if (standsAt(label, count)) continue;
    const [from, to] = [ownOf(row.labels ?? {}, label) ?? null, numberOf(count)];
    const revision = (ownOf(row.revisions ?? {}, label) ?? 0) + 1;
    plan.labels.push({ incoming, row, move: { label, from, to, revision, moves: moveLabels } });
    if (moveLabels && from === null) labels += 1;
  }
  if (labels > LABELS_PER_PROMPT_MAX) plan.conflict.push(conflictOf(incoming, "label_limit_reached"));
}
