import { sql } from "kysely";
import { build, statement } from "../../../db/build.ts";

const SUMMARY = ["version", "message", "content_hash", "selected_model", "quality_score", "created_at"] as const;
const authorName = sql<string | null>`promptr.author_name(v.author_id)`.as("author_name");

type Own = { userId: string; promptId: string };

/** Newest first. A row without a version says that the prompt exists and this page of its history is empty. */
export const versionsOf = statement((p: Own & { below: number; limit: number; offset: number }) =>
  build
    .selectFrom("prompts as p")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("prompt_versions as v")
          .select(SUMMARY.map((column) => `v.${column}` as const))
          .select(authorName)
          .whereRef("v.prompt_id", "=", "p.id")
          .where("v.user_id", "=", p.userId)
          .where("v.version", "<", p.below)
          .orderBy("v.version", "desc")
          .limit(p.limit)
          .offset(p.offset)
          .as("h"),
      (join) => join.onTrue(),
    )
    .select("p.version as newest")
    .selectAll("h")
    .where("p.id", "=", p.promptId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null)
    .orderBy("h.version", "desc"),
);

export const versionOf = statement((p: Own & { version: number }) =>
  build
    .selectFrom("prompt_versions as v")
    .innerJoin("prompts as p", "p.id", "v.prompt_id")
    .select(SUMMARY.map((column) => `v.${column}` as const))
    .select(["v.role", "v.task", "v.context", "v.requirements", "v.style", "v.output", "v.raw_prompt"])
    .select(authorName)
    .where("v.prompt_id", "=", p.promptId)
    .where("v.version", "=", p.version)
    .where("v.user_id", "=", p.userId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null),
);
