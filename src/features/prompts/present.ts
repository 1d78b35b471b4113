import { variablesOf } from "./fields.ts";
import type { ListedRow, PromptRow, SharedRow } from "./queries.ts";
import type { ListedPrompt, Prompt } from "./schema.ts";

/** Scores are stored as 0-1 and shown as 0-100. */
export const percentOf = (score: number): number => Math.round(score * 100);

/** What a published prompt shows to everybody, and to its owner as well. */
export const toShared = (row: SharedRow) => ({
  id: row.id,
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  role: row.role,
  task: row.task,
  context: row.context,
  requirements: row.requirements,
  style: row.style,
  output: row.output,
  variables: variablesOf(row),
  selectedModel: row.selected_model,
  qualityScore: percentOf(row.quality_score),
  isPublic: row.is_public,
  publishedAt: row.is_public && row.published_at ? row.published_at.toISOString() : null,
  viewCount: row.view_count,
  starCount: row.star_count,
  forkCount: row.fork_count,
  version: row.version,
  revision: row.revision,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const toListed = (row: ListedRow): ListedPrompt => ({
  ...toShared(row),
  slug: row.slug,
  folderId: row.folder_id,
  forkedFrom:
    row.forked_from === null || row.forked_version === null
      ? null
      : { id: row.forked_from, version: row.forked_version },
  moderationStatus: row.moderation_status,
});

export const toPrompt = (row: PromptRow): Prompt => ({
  ...toListed(row),
  rawPrompt: row.raw_prompt,
  enrichedPrompt: row.enriched_prompt,
});
