import type { FileBody } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { csvFile } from "./export-csv.ts";
import { jsonFile } from "./export-json.ts";
import { markdownArchive } from "./export-markdown.ts";
import type { ExportFormat } from "./schema.ts";

export const CONTENT_TYPES = {
  json: "application/json",
  csv: "text/csv",
  markdown: "application/zip",
} as const satisfies Record<ExportFormat, string>;

/** The caller's prompts as a file that is made while it leaves, at the pace it is read. */
export async function exportPrompts(scope: Scope<Actor>, format: ExportFormat): Promise<FileBody> {
  const contentType = CONTENT_TYPES[format];
  if (format === "markdown")
    return { name: "promptr-prompts.zip", bytes: null, contentType, content: await markdownArchive(scope) };
  const text = format === "json" ? jsonFile(scope) : csvFile(scope);
  return { name: `promptr-prompts.${format}`, bytes: null, contentType, content: await begun(text) };
}

/** Reads on until there is something to send: what fails at once is an answer, not a file that breaks off. */
async function begun(text: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await text.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* text;
  })();
}
