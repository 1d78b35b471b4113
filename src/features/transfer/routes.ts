import { file, ok, route } from "../../feature.ts";
import { EXPORTED, IMPORT, PLAN } from "./examples.ts";
import { CONTENT_TYPES, exportPrompts } from "./export.ts";
import { planImport, runImport } from "./import.ts";
import { prepareImport } from "./prepare.ts";
import { ExportQuery, ImportPlan, ImportQuery, ImportRequest } from "./schema.ts";

/** A thousand prompts of the usual size with some history. */
const IMPORT_BYTES_MAX = 8 * 1_048_576;

export const routes = [
  route({
    name: "exportPrompts",
    tag: "Prompts",
    method: "GET",
    path: "/prompts/export",
    doc: "All your prompts as a file. The JSON holds versions, labels, their history, folders, tags and variables, and `POST /prompts/import` takes it back unchanged; the same prompts are always the same bytes.",
    access: "user",
    keyScope: "prompts:read",
    query: ExportQuery,
    reply: file(CONTENT_TYPES.json, CONTENT_TYPES.csv, CONTENT_TYPES.markdown),
    example: { reply: EXPORTED },
    run: (scope, { query }) => exportPrompts(scope, query.format),
  }),
  route({
    name: "importPrompts",
    tag: "Prompts",
    method: "POST",
    path: "/prompts/import",
    doc: "Takes in prompts from our export (JSON or Markdown), OpenAI, Langfuse, LangSmith, prompts.chat, `.prompt.yml`, dotprompt or promptfoo: all of them or none. `dryRun=true` answers the plan. What is here already stays as it is, so it may be sent again.",
    access: "user",
    keyScope: "prompts:write",
    query: ImportQuery,
    body: ImportRequest,
    bodyBytesMax: IMPORT_BYTES_MAX,
    reply: ok(ImportPlan),
    idempotent: "transaction",
    example: { body: IMPORT, reply: PLAN },
    fails: [
      ...(["import_invalid", "slug_taken", "protected_label", "too_many_versions", "label_limit_reached"] as const),
      ...(["folder_limit_reached", "publish_blocked", "quota_exhausted"] as const),
    ],
    prepare: (scope, { body, query }) => prepareImport(scope, body, query.dryRun),
    run: (scope, { body, query, prepared }) =>
      query.dryRun ? planImport(scope, prepared, body) : runImport(scope, prepared, body),
  }),
];
