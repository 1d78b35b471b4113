import { stringify } from "csv-stringify/sync";
import { percentOf, variablesOf } from "../prompts/index.ts";
import { labelsOf } from "./export-json.ts";
import type { ExportRow } from "./export-queries.ts";
import { promptPages, readFolders, type Reading } from "./export-reading.ts";
import type { FolderPaths } from "./folders.ts";

const COLUMNS = [
  ...([
    "slug",
    "title",
    "description",
    "category",
    "tags",
    "folder",
    "role",
    "task",
    "context",
    "requirements",
  ] as const),
  ...(["style", "output", "variables", "selectedModel", "labels", "version", "qualityScore", "isPublic"] as const),
  ...(["createdAt", "updatedAt"] as const),
];

const toRow = (
  row: ExportRow,
  folders: FolderPaths,
): Record<(typeof COLUMNS)[number], string | number | boolean | null> => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags.join(", "),
  folder: folders.pathOf(row.folder_id).join(" / "),
  role: row.role,
  task: row.task,
  context: row.context,
  requirements: row.requirements,
  style: row.style,
  output: row.output,
  selectedModel: row.selected_model,
  variables: JSON.stringify(variablesOf(row)),
  labels: labelsOf(row)
    .map(({ label, version }) => `${label}=${version}`)
    .join(", "),
  version: row.version,
  qualityScore: percentOf(row.quality_score),
  isPublic: row.is_public,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/** A row for each prompt as it is now, for spreadsheets. */
export async function* csvFile(scope: Reading): AsyncGenerator<string> {
  // A spreadsheet must not take what somebody wrote for a formula (OWASP CSV injection).
  const options = { columns: COLUMNS, escape_formulas: true, cast: { boolean: String } };
  const folders = await readFolders(scope);
  yield stringify([], { ...options, header: true });
  for await (const page of promptPages(scope))
    yield stringify(
      page.map((row) => toRow(row, folders)),
      options,
    );
}
