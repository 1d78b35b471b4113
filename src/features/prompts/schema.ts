import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { Variable } from "../../contract/variable.ts";
import { Highlight, SearchText } from "../search/index.ts";
import { CategoryName, Model, Tag, TAGS_MAX } from "./input-schema.ts";
import { ORDER_NAMES } from "./order.ts";

const text = z.string().nullable();
/** What everybody may see of a published prompt in a list, and its owner as well. */
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
  variables: z.array(Variable),
  selectedModel: z.string(),
  qualityScore: z.int().min(0).max(100).meta({ description: "By the linter" }),
  isPublic: z.boolean(),
  publishedAt: z.iso.datetime().nullable().meta({ description: "When it was published first; null while it is not" }),
  viewCount: z.int(),
  starCount: z.int(),
  forkCount: z.int(),
  version: z.int().meta({ description: "Counts changes of the content" }),
  revision: z.int().meta({ description: 'Counts changes of any field; the ETag is `"<id>-r<revision>"`' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};
/** What its owner sees besides. */
const ownShape = {
  slug: z.string().meta({ description: "The name your programs know it by; only you change it" }),
  folderId: z.uuid().nullable(),
  forkedFrom: z
    .object({ id: z.uuid(), version: z.int() })
    .nullable()
    .meta({ description: "The published prompt, and its version, this one was copied from" }),
  moderationStatus: z.enum(["approved", "flagged", "removed"]),
};

/**
 * Lists give all parts, because a client that shows a list opens its rows next, and BENCH.md's yardstick counts them (20
 * are 38 KB); the composed texts `rawPrompt` and `enrichedPrompt`, each as long as all the rest together, are left to the
 * prompt itself.
 */
export const ListedPrompt = z.object({ ...promptShape, ...ownShape }).meta({ id: "ListedPrompt" });
export const rawPrompt = z.string().meta({ description: "The six parts composed into one text" });
const enrichedPrompt = text.meta({
  description:
    "The whole text as the enhancer made it, while the newest content is an enhancement you accepted; else null",
});
export const Prompt = z.object({ ...promptShape, ...ownShape, rawPrompt, enrichedPrompt }).meta({ id: "Prompt" });
export type ListedPrompt = z.output<typeof ListedPrompt>;
export type Prompt = z.output<typeof Prompt>;

export const PromptId = z.strictObject({ id: z.uuid() });

/** A name that may be given several times in a query string; all of them must match. */
export const TagFilter = z
  .union([Tag, z.array(Tag).max(TAGS_MAX)])
  .transform((tags) => [tags].flat())
  .optional()
  .meta({ description: "Repeatable; a prompt must have all of them" });

const flag = z.enum(["true", "false"]).transform((value) => value === "true");
export const ListQuery = z.strictObject({
  ...PageQuery.shape,
  search: SearchText.optional(),
  category: CategoryName.optional(),
  tag: TagFilter,
  folderId: z
    .union([z.uuid(), z.literal("none")])
    .optional()
    .meta({ description: "Those that lie in this folder itself; `none` for those in no folder" }),
  isPublic: flag.optional(),
  model: Model.optional(),
  label: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9._-]{0,34}[a-z0-9])?$/, "is not a label")
    .optional()
    .meta({ description: "Those with a version that has this label" }),
  deleted: flag.optional().meta({ description: "`true`: the deleted ones that can still be restored, instead" }),
  sort: z.enum(ORDER_NAMES).optional().meta({
    description:
      "`-` for descending. Usually `-createdAt`, or `relevance` where something is searched: the best 300 answers",
  }),
});
export type ListQuery = z.output<typeof ListQuery>;
/** Why a search found it. */
export const highlights = z.array(Highlight).max(3).optional().meta({ description: "Where something was searched" });
const FoundPrompt = z.object({ ...ListedPrompt.shape, highlights }).meta({ id: "FoundPrompt" });
export const PromptPage = pageOf(FoundPrompt).meta({ id: "PromptPage" });
