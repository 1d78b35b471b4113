import { type SharedRow, toShared } from "../prompts/index.ts";
import type { PublicPrompt } from "./schema.ts";

/** A published prompt as everybody sees it. */
export const toPublic = (row: SharedRow & { readonly author_name: string }): PublicPrompt => ({
  ...toShared(row),
  author: { name: row.author_name },
});
