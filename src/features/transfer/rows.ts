import { newId } from "../../contract/id.ts";
import { type Values, valuesOf } from "../prompts/index.ts";
import { breather } from "./breather.ts";
import type { Incoming, IncomingVersion } from "./incoming.ts";
import type { Creation, Plan, Update } from "./plan.ts";
import type { Beside } from "./wishes.ts";

/** The columns of a version as they are stored, computed once: scoring a text takes a millisecond or more. */
export type Computed = WeakMap<IncomingVersion, { readonly key: string; readonly values: Values }>;

/** What the columns depend on beside the content. */
const keyOf = ({ title, description, tags, isPublic }: Beside): string =>
  JSON.stringify([title, description, tags, isPublic]);

function valuesIn(computed: Computed, fields: Beside, version: IncomingVersion): Values {
  const key = keyOf(fields);
  const known = computed.get(version);
  const values = known?.key === key ? known.values : valuesOf({ ...fields, ...version.content });
  computed.set(version, { key, values });
  // The folder's id is known only where the folder is made.
  return { ...values, folder_id: fields.folderId, category: fields.category };
}

/** Computes what a plan will store before its transaction begins, and lets others have their turn. */
export async function computeAhead({ create, update }: Plan, computed: Computed): Promise<void> {
  const breath = breather();
  const wanted = [
    ...create.map(({ incoming, fields }) => ({ fields, versions: incoming.versions })),
    ...update.map(({ fields, fresh, head }) => ({ fields, versions: [...fresh, head] })),
  ];
  for (const { fields, versions } of wanted)
    for (const version of versions) {
      valuesIn(computed, fields, version);
      await breath();
    }
}

export type VersionRow = object;

const versionRow = (promptId: string, number: number, version: IncomingVersion, values: Values): VersionRow => ({
  ...values,
  prompt_id: promptId,
  version: number,
  message: version.message,
  content_hash: version.hash,
  created_at: version.createdAt,
});

type Made = Creation & { readonly id: string };
export const withIds = (create: readonly Creation[], now: Date): Made[] =>
  create.map((creation) => ({ ...creation, id: newId(now.getTime()) }));

/** A new prompt as it is after its last version. */
export function promptRow({ incoming, fields, id }: Made, computed: Computed): object {
  const head = incoming.versions.at(-1);
  if (!head) throw new Error(`${incoming.place} has no version`);
  return {
    ...valuesIn(computed, fields, head),
    id,
    slug: incoming.slug,
    version: incoming.versions.length,
    created_at: incoming.createdAt,
    enriched_prompt: incoming.enrichedPrompt,
  };
}

export const newVersionRows = ({ incoming, fields, id }: Made, computed: Computed): VersionRow[] =>
  incoming.versions.map((version, index) => versionRow(id, index + 1, version, valuesIn(computed, fields, version)));

export function updateRow({ incoming, row, fresh, head, fields, changed }: Update, computed: Computed): object {
  return {
    ...valuesIn(computed, fields, head),
    id: row.id,
    version: row.version + fresh.length,
    // Made of the old content it would contradict the new one, unless the file brings its own.
    keeps_enriched: fresh.length === 0 && !changed.includes("enrichedPrompt"),
    enriched_prompt: incoming.isOurs ? incoming.enrichedPrompt : null,
  };
}

export const freshVersionRows = ({ row, fresh, fields }: Update, computed: Computed): VersionRow[] =>
  fresh.map((version, index) =>
    versionRow(row.id, row.version + index + 1, version, valuesIn(computed, fields, version)),
  );

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
