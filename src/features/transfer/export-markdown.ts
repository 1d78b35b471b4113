import type { Readable } from "node:stream";
import { Failure } from "../../errors.ts";
import { zipOf } from "../privacy/index.ts";
import { variablesOf } from "../prompts/index.ts";
import { labelsOf } from "./export-json.ts";
import { type ExportRow, promptOfId, slugsOfAll } from "./export-queries.ts";
import { readFolders, type Reading } from "./export-reading.ts";
import type { FolderPaths } from "./folders.ts";
import { fileNameOf, writeMarkdown } from "./markdown.ts";

/** An archive names its files in memory. */
const FILES_MAX = 50_000;
/** The file holds no time of its own: the oldest one a zip can say, anywhere on earth. */
const NO_TIME = new Date(Date.UTC(1980, 0, 2));

function markdownOf(row: ExportRow, folders: FolderPaths): string {
  const { title, slug, description, category, tags, role, task, context, requirements, style, output } = row;
  const about = { title, slug, description, category, tags, folder: folders.pathOf(row.folder_id) };
  return writeMarkdown(
    {
      ...about,
      role,
      task,
      context,
      requirements,
      style,
      output,
      model: row.selected_model,
      variables: variablesOf(row),
    },
    {
      version: row.version,
      labels: Object.fromEntries(labelsOf(row).map(({ label, version }) => [label, version])),
      isPublic: row.is_public,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    },
  );
}

/** A zip with one Markdown file for each prompt as it is now, its fields as front matter. */
export async function markdownArchive(scope: Reading): Promise<Readable> {
  const { db, actor, signal } = scope;
  const { userId } = actor;
  const folders = await readFolders(scope);
  const names = await db.rows(slugsOfAll({ userId, limit: FILES_MAX + 1 }));
  if (names.length > FILES_MAX)
    throw new Failure("invalid_input", { detail: `query.format: markdown holds ${FILES_MAX} prompts; use json` });
  async function* text(id: string): AsyncGenerator<string> {
    signal.throwIfAborted();
    const row = await db.first(promptOfId({ userId, id }));
    // Deleted a moment ago: the archive says so instead of breaking off.
    yield row ? markdownOf(row, folders) : "This prompt was deleted while the archive was made.\n";
  }
  return zipOf(
    names.map(({ id, slug }) => ({ name: fileNameOf(slug), text: () => text(id) })),
    NO_TIME,
  );
}
