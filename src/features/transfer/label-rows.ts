import { newId } from "../../contract/id.ts";
import type { Incoming } from "./incoming.ts";
import type { Plan } from "./plan.ts";
import type { Made } from "./rows.ts";

type MoveRow = {
  readonly id: string;
  readonly prompt_id: string;
  readonly label: string;
  readonly from_version: number | null;
  readonly to_version: number | null;
  readonly revision: number;
  readonly reason: string | null;
  readonly undoes: string | null;
  readonly created_at: string | null;
};
type LabelRow = {
  readonly prompt_id: string;
  readonly label: string;
  readonly version: number;
  readonly revision: number;
};
const REASON = "Imported";

/** Labels of a new prompt, and how they came there: as the file tells it, or by this import. */
function labelsOfNew({ labels, history }: Incoming, promptId: string, now: Date) {
  const ids = new Map(history.map(({ label, revision }) => [`${label} ${revision}`, newId(now.getTime())]));
  const told = history.map(({ label, from, to, revision, reason, undoes, createdAt }): MoveRow => ({
    id: ids.get(`${label} ${revision}`) ?? newId(now.getTime()),
    prompt_id: promptId,
    label,
    from_version: from,
    to_version: to,
    revision,
    reason,
    created_at: createdAt,
    undoes: undoes === null ? null : (ids.get(`${label} ${undoes}`) ?? null),
  }));
  const last = new Map(told.map(({ label, revision }) => [label, revision]));
  const begun = [...labels]
    .filter(([label]) => !last.has(label))
    .map(([label, version]) => moveRow(promptId, { label, from: null, to: version, revision: 1 }, now));
  const rows = [...labels].map(([label, version]): LabelRow => ({
    prompt_id: promptId,
    label,
    version,
    revision: last.get(label) ?? 1,
  }));
  return { rows, moves: [...told, ...begun] };
}

type Step = { readonly label: string; readonly from: number | null; readonly to: number; readonly revision: number };
const moveRow = (promptId: string, { label, from, to, revision }: Step, now: Date): MoveRow => ({
  id: newId(now.getTime()),
  prompt_id: promptId,
  label,
  from_version: from,
  to_version: to,
  revision,
  reason: REASON,
  undoes: null,
  created_at: null,
});

/** Every label and every move of a label that the plan writes. */
export function labelRows(made: readonly Made[], labels: Plan["labels"], now: Date) {
  const ofNew = made.map(({ incoming, id }) => labelsOfNew(incoming, id, now));
  const moved = labels.filter(({ move }) => move.moves);
  return {
    rows: [
      ...ofNew.flatMap(({ rows }) => rows),
      ...moved.map(({ row, move }): LabelRow => ({
        prompt_id: row.id,
        label: move.label,
        version: move.to,
        revision: move.revision,
      })),
    ],
    moves: [...ofNew.flatMap(({ moves }) => moves), ...moved.map(({ row, move }) => moveRow(row.id, move, now))],
  };
}
