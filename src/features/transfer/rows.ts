import { newId } from "../../contract/id.ts";
import { type Values, valuesOf } from "../prompts/index.ts";
import { breather } from "./breather.ts";
import type { IncomingVersion } from "./incoming.ts";
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

export type Made = Creation & { readonly id: string };
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
