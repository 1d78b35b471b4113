import { type SharedRow, toShared } from "../prompts/index.ts";
import type { ListedPublicPrompt, PublicPrompt } from "./schema.ts";

type PublicRow = SharedRow & { readonly author_name: string };

/** A published prompt as everybody sees it in a list. */
export const toListed = (row: PublicRow): ListedPublicPrompt => ({
  ...toShared(row),
  author: { name: row.author_name },
});

/** A published prompt as everybody sees it. */
export const toPublic = (row: PublicRow & { readonly raw_prompt: string }): PublicPrompt => ({
  ...toListed(row),
  rawPrompt: row.raw_prompt,
});
