import { build, statement } from "../../db/build.ts";
import type { PromptsTable } from "../../db/tables.ts";

const SOURCE_COLUMNS = [
  "id", "version", "title", "is_public", "variables", "selected_model", "role", "task", "context", "requirements", "style", "output",
] as const satisfies (keyof PromptsTable)[]; // prettier-ignore

export const ownPrompt = statement((p: { id: string; userId: string }) =>
  build
    .selectFrom("prompts")
    .select(SOURCE_COLUMNS)
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null),
);
