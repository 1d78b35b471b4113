import { newId } from "../../contract/id.ts";
import { searchValuesOf, shownValuesOf } from "../prompts/index.ts";
import { breather } from "./breather.ts";
import type { IncomingVersion } from "./incoming.ts";
import type { Creation, Plan, Update } from "./plan.ts";
import type { Beside } from "./wishes.ts";

type Shown = ReturnType<typeof shownValuesOf>;
/** The columns of a version as they are stored, computed once: scoring a text takes a millisecond or more. */
export type Computed = WeakMap<IncomingVersion, { readonly key: string; readonly shown: Shown; search?: object }>;

/** What the columns depend on beside the content. */
const keyOf = ({ title, description, tags, isPublic }: Beside): string =>
  JSON.stringify([title, description, tags, isPublic]);

function entryOf(computed: Computed, fields: Beside, version: IncomingVersion) {
  const key = keyOf(fields);
  const known = computed.get(version);
  const entry = known?.key === key ? known : { key, shown: shownValuesOf({ ...fields, ...version.content }) };
  computed.set(version, entry);
  return entry;
}

/** The folder's id is known only where the folder is made. */
const besideOf = ({ folderId, category }: Beside): object => ({ folder_id: folderId, category });

const valuesIn = (computed: Computed, fields: Beside, version: IncomingVersion): object => ({
  ...entryOf(computed, fields, version).shown,
  ...besideOf(fields),
});

/** With what the prompt is found by: of its last version only. */
function headIn(computed: Computed, fields: Beside, head: IncomingVersion): object {
  const entry: { shown: Shown; search?: object } = entryOf(computed, fields, head);
  entry.search ??= searchValuesOf(fields, entry.shown.raw_prompt);
  return { ...entry.shown, ...entry.search, ...besideOf(fields) };
}

/** Computes what a plan will store before its transaction begins, and lets others have their turn. */
export async function computeAhead({ create, update }: Plan, computed: Computed, signal: AbortSignal): Promise<void> {
  const breath = breather(signal);
  const wanted = [
    ...create.map(({ incoming, fields }) => ({ fields, versions: incoming.versions })),
    ...update.map(({ fields, fresh, head }) => ({ fields, versions: [...fresh, head] })),
  ];
  for (const { fields, versions } of wanted)
    for (const [index, version] of versions.entries()) {
      (index === versions.length - 1 ? headIn : valuesIn)(computed, fields, version);
      await breath();
    }
}

export type VersionRow = object;

const versionRow = (promptId: string, number: number, version: IncomingVersion, values: object): VersionRow => ({
  ...values,
  prompt_id: promptId,
  version: number,
  message: version.message,
  content_hash: version.hash,
  created_at: version.createdAt,
});

export type Made = Creation & { readonly id: string };
export const withIds = (create: readonly Creation[], now: Date): Made[] =>
  create.map((creation) => ({ ...creation, id: newId(now.getTime()) }));

/** A new prompt as it is after its last version. */
export function promptRow({ incoming, fields, id }: Made, computed: Computed): object {
  const head = incoming.versions.at(-1);
  if (!head) throw new Error(`${incoming.place} has no version`);
  return {
    ...headIn(computed, fields, head),
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
    ...headIn(computed, fields, head),
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
