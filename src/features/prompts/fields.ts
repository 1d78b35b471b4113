import { createHash } from "node:crypto";
import { composePrompt, type Draft, EMPTY_DRAFT, PARTS } from "../../contract/draft.ts";
import { lint } from "../enrichment/index.ts";
import type { PromptRow, Values } from "./queries.ts";

/** What a version keeps: the six parts and the model they are written for. */
export type Content = Draft & { readonly task: string; readonly selectedModel: string };

/** All that its owner decides about a prompt. */
export type Fields = Content & {
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: string[];
  readonly isPublic: boolean;
};

/** What a new prompt holds where its owner says nothing. */
export const UNSAID = { ...EMPTY_DRAFT, description: null } as const;

export const fieldsOf = (row: PromptRow): Fields => ({
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  isPublic: row.is_public,
  role: row.role,
  task: row.task,
  context: row.context,
  requirements: row.requirements,
  style: row.style,
  output: row.output,
  selectedModel: row.selected_model,
});

/** SHA-256 over the content alone, its parts in one fixed order: equal hashes are equal versions. */
export const hashContent = (content: Content): Buffer =>
  createHash("sha256")
    .update(JSON.stringify([...PARTS.map((part) => [part, content[part]]), ["selectedModel", content.selectedModel]]))
    .digest();

/** The columns a prompt is stored in, with those that are computed; the score is 0-1 there. */
export const valuesOf = (fields: Fields): Values => ({
  title: fields.title,
  description: fields.description,
  category: fields.category,
  tags: fields.tags,
  is_public: fields.isPublic,
  role: fields.role,
  task: fields.task,
  context: fields.context,
  requirements: fields.requirements,
  style: fields.style,
  output: fields.output,
  selected_model: fields.selectedModel,
  raw_prompt: composePrompt(fields),
  quality_score: lint(fields, { title: fields.title, isPublic: fields.isPublic }).score / 100,
});
