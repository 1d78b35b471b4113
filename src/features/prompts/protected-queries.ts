import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** Those of a prompt's labels that its owner protects. */
export const protectedLabelsOn = statement((p: { userId: string; promptId: string }) =>
  build
    .selectFrom("prompt_labels as l")
    .innerJoin("profiles as o", "o.id", "l.user_id")
    .select("l.label")
    .where("l.prompt_id", "=", p.promptId)
    .where("l.user_id", "=", p.userId)
    .where(sql<boolean>`l.label = any(o.protected_labels)`)
    .orderBy("l.label")
    .limit(1),
);
