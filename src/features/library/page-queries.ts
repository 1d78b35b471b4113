import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { SHARED_COLUMNS } from "../prompts/index.ts";
import { authorName, published } from "./published.ts";

/** `user_id` is for counting, and never shown. */
export const publishedPrompt = statement((p: { id: string }) =>
  build
    .selectFrom("prompts")
    .select([...SHARED_COLUMNS, "raw_prompt", "user_id"])
    .select(authorName)
    .where("id", "=", p.id)
    .where(published),
);

/** Those of the ids that everybody may see, in the order of the list. */
export const publishedTitles = statement((p: { ids: readonly string[] }) =>
  build
    .selectFrom("prompts")
    .select(["id", "title"])
    .where(sql<boolean>`id = any(${p.ids}::uuid[])`)
    .where(published)
    .orderBy(sql`array_position(${p.ids}::uuid[], id)`),
);
