import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { CategoryName, highlights, Model, promptShape, TagFilter } from "../prompts/index.ts";
import { SearchText } from "../search/index.ts";
import { LIBRARY_ORDER_NAMES } from "./order.ts";

export const PublicPrompt = z
  .object({ ...promptShape, author: z.object({ name: z.string() }) })
  .meta({ id: "PublicPrompt" });
export type PublicPrompt = z.output<typeof PublicPrompt>;

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
const FoundPublicPrompt = z.object({ ...PublicPrompt.shape, highlights }).meta({ id: "FoundPublicPrompt" });
export const PublicPromptPage = pageOf(FoundPublicPrompt).meta({ id: "PublicPromptPage" });

export const Category = z
  .object({
    name: z.string(),
    description: z.string(),
    count: z.int().meta({ description: "Published prompts in it" }),
  })
  .meta({ id: "Category" });
export const CategoryPage = pageOf(Category).meta({ id: "CategoryPage" });
