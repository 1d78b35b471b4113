import { z } from "zod";
import { Variables } from "../../contract/variable.ts";

const TITLE_MAX = 200;
const DESCRIPTION_MAX = 2_000;
/** A task and its context may carry documents; the other parts are instructions. */
const LONG_PART_MAX = 50_000;
const PART_MAX = 20_000;
const MODEL_MAX = 100;
const MESSAGE_MAX = 500;
export const TAGS_MAX = 20;
const TAG_MAX = 50;

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
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._/-]{0,118}[a-z0-9])?$/, "must be 1 to 120 of a-z 0-9 . _ / -, no sign at its ends");
/** Ids are compared as text before Postgres sees them. */
export const FolderId = z.uuid().toLowerCase();
export const Message = optional(MESSAGE_MAX, "Why; kept with the version when the change makes one");

const fields = {
  title: said(TITLE_MAX).meta({ description: "Shown in lists" }),
  task: said(LONG_PART_MAX).meta({ description: "What the model shall do" }),
  category: CategoryName.meta({ description: "One of `GET /prompts/categories`" }),
  tags: z
    .array(Tag)
    .max(TAGS_MAX)
    .transform((tags) => [...new Set(tags)]),
  variables: Variables.meta({ description: "What `{{name}}` in the parts stands for" }),
  selectedModel: Model.meta({ description: "The model this prompt is written for" }),
  isPublic: z.boolean().meta({
    description:
      "Published in the library for everybody to read, unless a secret, hidden characters or words of a prompt injection " +
      "stand in it; `X-Publish-Warnings` and `X-Near-Duplicates` name what is worth a second look",
  }),
};
const optionals = {
  description: optional(DESCRIPTION_MAX, "What the prompt is for"),
  role: optional(PART_MAX, "Who the model shall be"),
  context: optional(LONG_PART_MAX, "What the model must know"),
  requirements: optional(PART_MAX, "What the answer must keep to"),
  style: optional(PART_MAX, "How the answer shall sound"),
  output: optional(PART_MAX, "What form the answer shall have"),
};
const slug = (otherwise: string) =>
  Slug.exactOptional().meta({
    description: `The name your programs know it by, once among your prompts; ${otherwise}`,
  });

export const NewPrompt = z
  .strictObject({
    title: fields.title,
    task: fields.task,
    ...optionals,
    category: fields.category.default("general"),
    tags: fields.tags.default([]),
    slug: slug("made of the title when absent"),
    folderId: FolderId.nullable().default(null).meta({ description: "One of `GET /folders`; null for none" }),
    variables: fields.variables.default([]),
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
    slug: slug("a new title does not change it"),
    folderId: FolderId.nullable().exactOptional().meta({ description: "Moves the prompt; null for no folder" }),
    variables: fields.variables.exactOptional(),
    selectedModel: fields.selectedModel.exactOptional(),
    isPublic: fields.isPublic.exactOptional(),
    ...optionals,
    message: Message,
  })
  .meta({ id: "PromptChanges" });
export type PromptChanges = z.output<typeof PromptChanges>;
