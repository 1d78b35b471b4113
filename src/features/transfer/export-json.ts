import { variablesOf } from "../prompts/index.ts";
import { canonical, canonicalList } from "./canonical.ts";
import type { ExportRow, MoveRow, VersionRow } from "./export-queries.ts";
import { type Exported, movesOf, promptPages, readFolders, type Reading, withVersions } from "./export-reading.ts";
import type { FolderPaths } from "./folders.ts";
import { FILE_FORMAT, FILE_VERSION } from "./reading/promptr.ts";

const IN_PROMPT = "      ";
const IN_LIST = `${IN_PROMPT}  `;

const toMove = (row: MoveRow) => ({
  label: row.label,
  from: row.from_version,
  to: row.to_version,
  revision: row.revision,
  reason: row.reason,
  undoes: row.undone_revision,
  createdAt: row.created_at.toISOString(),
});

const toVersion = (row: VersionRow) => ({
  version: row.version,
  contentHash: row.content_hash,
  message: row.message,
  createdAt: row.created_at.toISOString(),
  role: row.role,
  task: row.task,
  context: row.context,
  requirements: row.requirements,
  style: row.style,
  output: row.output,
  selectedModel: row.selected_model,
  variables: variablesOf(row),
});

export const labelsOf = ({ labels }: ExportRow): { label: string; version: number }[] =>
  Object.entries(labels ?? {})
    .map(([label, version]) => ({ label, version }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));

/** Ids are not carried: the slug says which prompt it is, and the hash which version. */
const headOf = (row: ExportRow, folders: FolderPaths) => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  folder: folders.pathOf(row.folder_id),
  enrichedPrompt: row.enriched_prompt,
  isPublic: row.is_public,
  createdAt: row.created_at.toISOString(),
  labels: labelsOf(row),
});

async function* texts<T>(rows: AsyncIterable<T>, toObject: (row: T) => object): AsyncGenerator<string> {
  for await (const row of rows) yield canonical(toObject(row), IN_LIST);
}

/** One prompt, its fields in the order of their names; history and versions as they are read. */
async function* promptText(
  scope: Reading,
  { prompt, versions }: Exported,
  folders: FolderPaths,
): AsyncGenerator<string> {
  const head = headOf(prompt, folders);
  const names = [...Object.keys(head), "labelHistory", "versions"].sort();
  for (const [index, name] of names.entries()) {
    yield `${index === 0 ? "{\n" : ",\n"}${IN_PROMPT}${JSON.stringify(name)}: `;
    if (name === "labelHistory") yield* canonicalList(texts(movesOf(scope, prompt), toMove), IN_PROMPT);
    else if (name === "versions") yield* canonicalList(texts(versions, toVersion), IN_PROMPT);
    else yield canonical(Reflect.get(head, name), IN_PROMPT);
  }
  yield "\n    }";
}

/** Everything of the caller's prompts, sorted, and nothing of the export itself: the same prompts are the same bytes. */
export async function* jsonFile(scope: Reading): AsyncGenerator<string> {
  const folders = await readFolders(scope);
  async function* prompts(): AsyncGenerator<AsyncIterable<string>> {
    for await (const page of promptPages(scope))
      for await (const exported of withVersions(scope, page)) yield promptText(scope, exported, folders);
  }
  yield `{\n  "folders": ${canonical(folders.paths(), "  ")},\n  "format": ${JSON.stringify(FILE_FORMAT)},\n  "prompts": `;
  yield* canonicalList(prompts(), "  ");
  yield `,\n  "version": ${FILE_VERSION}\n}\n`;
}
