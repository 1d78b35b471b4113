import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { CategoryName, Model, promptShape, TagFilter } from "../prompts/index.ts";

export const PublicPrompt = z
  .object({ ...promptShape, author: z.object({ name: z.string() }) })
  .meta({ id: "PublicPrompt" });
export type PublicPrompt = z.output<typeof PublicPrompt>;

export const LIBRARY_ORDERS = ["newest", "title"] as const;
export const LibraryQuery = z.strictObject({
  ...PageQuery.shape,
  category: CategoryName.optional(),
  tag: TagFilter,
  model: Model.optional(),
  sort: z.enum(LIBRARY_ORDERS).default("newest"),
});
export type LibraryQuery = z.output<typeof LibraryQuery>;
export const PublicPromptPage = pageOf(PublicPrompt).meta({ id: "PublicPromptPage" });

export const Category = z
  .object({
    name: z.string(),
    description: z.string(),
    count: z.int().meta({ description: "Published prompts in it" }),
  })
  .meta({ id: "Category" });
export const CategoryPage = pageOf(Category).meta({ id: "CategoryPage" });
