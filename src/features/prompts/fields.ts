import { createHash } from "node:crypto";
import { composePrompt, type Draft, EMPTY_DRAFT, PARTS } from "../../contract/draft.ts";
import { canonicalVariable, type Variable } from "../../contract/variable.ts";
import { lint } from "../enrichment/index.ts";
import { searchTexts, simhashOf } from "../search/index.ts";
import type { PromptRow, Values } from "./queries.ts";

/** What a version keeps: the six parts, their variables and the model they are written for. */
export type Content = Draft & {
  readonly task: string;
  readonly selectedModel: string;
  readonly variables: readonly Variable[];
};

/** All that its owner decides about a prompt, but for its slug. */
export type Fields = Content & {
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: string[];
  readonly folderId: string | null;
  readonly isPublic: boolean;
};

/** What a new prompt holds where its owner says nothing. */
export const UNSAID = { ...EMPTY_DRAFT, description: null, folderId: null, variables: [] } as const;

/** Columns that are content, as a prompt and its versions have them. */
export type ContentRow = Pick<
  PromptRow,
  "role" | "task" | "context" | "requirements" | "style" | "output" | "selected_model" | "variables"
>;

// The column is written by `valuesOf` alone, from what the contract's schema let pass.
export const variablesOf = ({ variables }: { readonly variables: unknown }): Variable[] =>
  (variables as Variable[]).map(canonicalVariable);

export const contentOf = (row: ContentRow): Content => ({
  role: row.role,
  task: row.task,
  context: row.context,
  requirements: row.requirements,
  style: row.style,
  output: row.output,
  selectedModel: row.selected_model,
  variables: variablesOf(row),
});

export const fieldsOf = (row: PromptRow): Fields => ({
  ...contentOf(row),
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  folderId: row.folder_id,
  isPublic: row.is_public,
});

/**
 * SHA-256 over the content alone, in one fixed order: equal hashes are equal versions. A prompt without variables is hashed
 * without a word of them, so hashes of versions older than variables hold.
 */
export function hashContent(content: Content): Buffer {
  const { variables, selectedModel } = content;
  const body: [string, unknown][] = [
    ...PARTS.map((part): [string, unknown] => [part, content[part]]),
    ["selectedModel", selectedModel],
  ];
  if (variables.length > 0) body.push(["variables", variables.map(canonicalVariable)]);
  return createHash("sha256").update(JSON.stringify(body)).digest();
}

type SearchColumn = "search_title" | "search_body" | "simhash";
type Found = Pick<Fields, "title" | "description" | "tags">;

/** What a prompt is found by; versions are not searched. */
export function searchValuesOf({ title, description, tags }: Found, rawPrompt: string): Pick<Values, SearchColumn> {
  const { searchTitle, searchBody } = searchTexts({ title, description, tags, rawPrompt });
  return { search_title: searchTitle, search_body: searchBody, simhash: simhashOf(rawPrompt) };
}

/** The columns a prompt is stored in, with those that are computed. */
export function valuesOf(fields: Fields): Values {
  const shown = shownValuesOf(fields);
  return { ...shown, ...searchValuesOf(fields, shown.raw_prompt) };
}

/** Those columns that its versions have as well, and what else its owner said; the score is 0-1 there. */
export function shownValuesOf(fields: Fields): Omit<Values, SearchColumn> {
  const { title, description, tags, isPublic } = fields;
  const rawPrompt = composePrompt(fields);
  const { score, scoreVersion, rulesHash } = lint(fields, { title, isPublic, variables: fields.variables });
  return {
    title,
    description,
    category: fields.category,
    tags,
    folder_id: fields.folderId,
    is_public: isPublic,
    role: fields.role,
    task: fields.task,
    context: fields.context,
    requirements: fields.requirements,
    style: fields.style,
    output: fields.output,
    selected_model: fields.selectedModel,
    variables: JSON.stringify(fields.variables.map(canonicalVariable)),
    raw_prompt: rawPrompt,
    quality_score: score / 100,
    score_version: scoreVersion,
    rules_hash: rulesHash,
  };
}
