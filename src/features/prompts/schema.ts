import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { ORDER_NAMES } from "./order.ts";

const TITLE_MAX = 200;
const DESCRIPTION_MAX = 2_000;
/** A task and its context may carry documents; the other parts are instructions. */
const LONG_PART_MAX = 50_000;
const PART_MAX = 20_000;
const MODEL_MAX = 100;
const MESSAGE_MAX = 500;
const TAGS_MAX = 20;
const TAG_MAX = 40;

const said = (max: number) => z.string().trim().min(1).max(max);
/** Trimmed text that may be absent; an empty one is none. */
const optional = (max: number, description: string) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((text) => (text === "" ? null : text))
    .exactOptional()
    .meta({ description });

export const Tag = said(TAG_MAX);
export const CategoryName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "is not the name of a category");
export const Model = said(MODEL_MAX);

const fields = {
  title: said(TITLE_MAX).meta({ description: "Shown in lists" }),
  task: said(LONG_PART_MAX).meta({ description: "What the model shall do" }),
  category: CategoryName.meta({ description: "One of `GET /prompts/categories`" }),
  tags: z
    .array(Tag)
    .max(TAGS_MAX)
    .transform((tags) => [...new Set(tags)]),
  selectedModel: Model.meta({ description: "The model this prompt is written for" }),
  isPublic: z.boolean().meta({ description: "Published in the library for everybody to read" }),
};
const optionals = {
  description: optional(DESCRIPTION_MAX, "What the prompt is for"),
  role: optional(PART_MAX, "Who the model shall be"),
  context: optional(LONG_PART_MAX, "What the model must know"),
  requirements: optional(PART_MAX, "What the answer must keep to"),
  style: optional(PART_MAX, "How the answer shall sound"),
  output: optional(PART_MAX, "What form the answer shall have"),
};

export const NewPrompt = z
  .strictObject({
    title: fields.title,
    task: fields.task,
    ...optionals,
    category: fields.category.default("general"),
    tags: fields.tags.default([]),
    selectedModel: fields.selectedModel.default("claude-3-5-sonnet"),
    isPublic: fields.isPublic.default(false),
  })
  .meta({ id: "NewPrompt" });
export type NewPrompt = z.output<typeof NewPrompt>;

/** What is absent stays as it is; null clears what may be empty. */
export const PromptChanges = z
  .strictObject({
    title: fields.title.exactOptional(),
    task: fields.task.exactOptional(),
    category: fields.category.exactOptional(),
    tags: fields.tags.exactOptional(),
    selectedModel: fields.selectedModel.exactOptional(),
    isPublic: fields.isPublic.exactOptional(),
    ...optionals,
    message: optional(MESSAGE_MAX, "Why; kept with the version when the change makes one"),
  })
  .meta({ id: "PromptChanges" });
export type PromptChanges = z.output<typeof PromptChanges>;

const text = z.string().nullable();
/** What everybody may see of a published prompt, and its owner as well. */
export const promptShape = {
  id: z.uuid(),
  title: z.string(),
  description: text,
  category: z.string(),
  tags: z.array(z.string()),
  role: text,
  task: z.string(),
  context: text,
  requirements: text,
  style: text,
  output: text,
  rawPrompt: z.string().meta({ description: "The six parts composed into one text" }),
  selectedModel: z.string(),
  qualityScore: z.int().min(0).max(100).meta({ description: "By the linter" }),
  isPublic: z.boolean(),
  viewCount: z.int(),
  version: z.int().meta({ description: "Counts changes of the content" }),
  revision: z.int().meta({ description: 'Counts changes of any field; the ETag is `"<id>-r<revision>"`' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};
const moderationStatus = z.enum(["approved", "flagged", "removed"]);

/**
 * Lists give whole rows, because a client that shows a list opens its rows next, and BENCH.md's yardstick counts whole
 * rows (20 are 38 KB); only `enrichedPrompt`, as long as all the rest together, is left to the prompt itself.
 */
export const ListedPrompt = z.object({ ...promptShape, moderationStatus }).meta({ id: "ListedPrompt" });
export const Prompt = z.object({ ...promptShape, enrichedPrompt: text, moderationStatus }).meta({ id: "Prompt" });
export type ListedPrompt = z.output<typeof ListedPrompt>;
export type Prompt = z.output<typeof Prompt>;

export const PromptId = z.strictObject({ id: z.uuid() });

/** A name that may be given several times in a query string; all of them must match. */
export const TagFilter = z
  .union([Tag, z.array(Tag).max(TAGS_MAX)])
  .transform((tags) => [tags].flat())
  .optional()
  .meta({ description: "Repeatable; a prompt must have all of them" });

export const ListQuery = z.strictObject({
  ...PageQuery.shape,
  category: CategoryName.optional(),
  tag: TagFilter,
  isPublic: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional(),
  model: Model.optional(),
  sort: z.enum(ORDER_NAMES).default("-createdAt").meta({ description: "`-` for descending" }),
});
export type ListQuery = z.output<typeof ListQuery>;
export const PromptPage = pageOf(ListedPrompt).meta({ id: "PromptPage" });
