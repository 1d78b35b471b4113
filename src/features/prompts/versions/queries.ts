import { sql } from "kysely";
import { build, statement } from "../../../db/build.ts";
import { LATEST } from "./schema.ts";

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

const CONTENT = ["role", "task", "context", "requirements", "style", "output", "raw_prompt", "variables"] as const;

const wholeVersions = (p: Own) =>
  build
    .selectFrom("prompt_versions as v")
    .innerJoin("prompts as p", "p.id", "v.prompt_id")
    .select([...SUMMARY, ...CONTENT].map((column) => `v.${column}` as const))
    .where("v.prompt_id", "=", p.promptId)
    .where("v.user_id", "=", p.userId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null);

export const versionOf = statement((p: Own & { version: number }) =>
  wholeVersions(p).select(authorName).where("v.version", "=", p.version),
);

/**
 * The two versions that are asked for, or those of them there are; each row repeats the numbers. `LATEST` is the newest,
 * and without `from` it is the one before `to`.
 */
export const comparedVersions = statement((p: Own & { from: number | null; to: number }) => {
  const to = sql<number>`case ${p.to}::integer when ${sql.lit(LATEST)} then p.version else ${p.to}::integer end`;
  const from = sql<number>`case ${p.from}::integer when ${sql.lit(LATEST)} then p.version
    else coalesce(${p.from}::integer, greatest(1, ${to} - 1)) end`;
  return wholeVersions(p)
    .select([from.as("from_version"), to.as("to_version")])
    .where(sql<boolean>`v.version = any(array[${from}, ${to}])`);
});
