import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { spendQuota } from "../../db/quota.ts";
import type { Creation } from "./creation-queries.ts";
import {
  COLUMNS,
  KEPT_IN_VERSION,
  type PromptRow,
  VERSION_COLUMNS,
  WRITTEN,
  WRITTEN_COLUMNS,
  type WrittenColumn,
} from "./queries.ts";
import { tellOfMade } from "./told.ts";

/** Long texts, stored as they are given: who gave them has them, so they are neither carried through nor sent back. */
const TEXTS = [
  "title", "description", "role", "task", "context", "requirements", "style", "output", "raw_prompt",
] as const satisfies WrittenColumn[]; // prettier-ignore
export type Text = (typeof TEXTS)[number];
const isText = (column: string): column is Text => (TEXTS as readonly string[]).includes(column);
const RETURNED = COLUMNS.filter((column): column is Exclude<(typeof COLUMNS)[number], Text> => !isText(column));
const NEW_COLUMNS = ["id", "user_id", "forked_from", "forked_version", "published_at", "slug"] as const;

/** What the database adds to a prompt, or may store otherwise than it was given. */
export type MadeRow = Omit<PromptRow, Text> & { readonly used: number };

const given = (p: Creation, column: WrittenColumn) => sql`${p[column]}::${sql.raw(WRITTEN[column])}`.as(column);

/**
 * What `spendAndCreate` does, for a fifth less: one insert, which takes the other slug where the first is taken. Of two
 * that race for a slug the second violates `prompts_by_slug`, which undoes all of it: only outside of a transaction can it
 * be run again.
 */
export const spendAndCreateAlone = statement((p: Creation) =>
  build
    .with("spent", (db) => spendQuota(db, "prompts", p))
    .with("made", (db) =>
      db
        .insertInto("prompts")
        .columns([...NEW_COLUMNS, ...WRITTEN_COLUMNS])
        .expression((eb) =>
          eb.selectFrom("spent").select([
            sql<string>`${p.id}::uuid`.as("id"),
            sql<string>`${p.userId}::uuid`.as("user_id"),
            sql<string>`${p.forkedFrom}::uuid`.as("forked_from"),
            sql<number>`${p.forkedVersion}::integer`.as("forked_version"),
            sql<Date>`case when ${p.is_public}::boolean then now() end`.as("published_at"),
            sql<string>`case when exists (select from promptr.prompts where user_id = ${p.userId}::uuid and slug = ${p.slug}::text)
                then ${p.otherSlug}::text else ${p.slug}::text end`.as("slug"),
            ...WRITTEN_COLUMNS.map((column) => given(p, column)),
          ]),
        )
        .returning([...RETURNED, "user_id", "score_version", "rules_hash"]),
    )
    .with("kept", (db) =>
      db
        .insertInto("prompt_versions")
        .columns([...VERSION_COLUMNS, "created_at", "content_hash", "message"])
        .expression((eb) =>
          eb
            .selectFrom("made")
            .select(["id", "user_id", "version", "user_id as author_id"])
            .select(KEPT_IN_VERSION.map((column) => (isText(column) ? given(p, column) : column)))
            .select(["created_at", sql`${p.contentHash}::bytea`.as("content_hash")])
            .select(sql`${p.message}::text`.as("message")),
        ),
    )
    .with("told", (db) => tellOfMade(db, p))
    .selectFrom(["made", "spent"])
    .select(RETURNED.map((column) => `made.${column}` as const))
    .select("spent.used"),
);
