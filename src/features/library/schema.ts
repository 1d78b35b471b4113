import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { CategoryName, highlights, Model, promptShape, rawPrompt, TagFilter } from "../prompts/index.ts";
import { SearchText } from "../search/index.ts";
import { LIBRARY_ORDER_NAMES } from "./order.ts";

const listed = { ...promptShape, author: z.object({ name: z.string() }) };
export const PublicPrompt = z.object({ ...listed, rawPrompt }).meta({ id: "PublicPrompt" });
export type PublicPrompt = z.output<typeof PublicPrompt>;
const ListedPublicPrompt = z.object(listed);
export type ListedPublicPrompt = z.output<typeof ListedPublicPrompt>;

export const LibraryQuery = z.strictObject({
  ...PageQuery.shape,
  search: SearchText.optional(),
  category: CategoryName.optional(),
  tag: TagFilter,
  model: Model.optional(),
  sort: z
    .enum(LIBRARY_ORDER_NAMES)
    .optional()
    .meta({
      description:
        "Usually `newest`, or `relevance` where something is searched: the best 300 answers. `trending` weighs views, " +
        "stars and forks of the last days",
    }),
});
export type LibraryQuery = z.output<typeof LibraryQuery>;
const FoundPublicPrompt = z.object({ ...listed, highlights }).meta({ id: "FoundPublicPrompt" });
export const PublicPromptPage = pageOf(FoundPublicPrompt).meta({ id: "PublicPromptPage" });

export const Category = z
  .object({
    name: z.string(),
    description: z.string(),
    count: z.int().meta({ description: "Published prompts in it" }),
  })
  .meta({ id: "Category" });
export const CategoryPage = pageOf(Category).meta({ id: "CategoryPage" });
