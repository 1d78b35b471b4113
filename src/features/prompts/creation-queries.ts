import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { spendQuota } from "../../db/quota.ts";
import { COLUMNS, KEPT_IN_VERSION, type Values, VERSION_COLUMNS, WRITTEN, WRITTEN_COLUMNS } from "./queries.ts";
import { tellOfMade, type Telling } from "./told.ts";

export type Creation = Values &
  Telling & {
    readonly id: string;
    readonly userId: string;
    readonly month: string;
    readonly limit: number;
    readonly contentHash: Buffer;
    readonly message: string | null;
    readonly slug: string;
    /** Taken when `slug` is; the same again where the owner named it, so that a second one is refused. */
    readonly otherSlug: string;
    readonly forkedFrom: string | null;
    readonly forkedVersion: number | null;
  };

const NEW_COLUMNS = ["id", "user_id", "forked_from", "forked_version", "published_at", ...WRITTEN_COLUMNS] as const;
const MADE = [...COLUMNS, "user_id", "score_version", "rules_hash"] as const;

/**
 * One statement, one round trip: spends the month's quota, and only when that is granted stores the prompt, its first
 * version, and the change that is told of. No row comes back when the quota is used up, however many callers race. The first insert gives way to a
 * prompt that has the slug, also to one committed a moment ago; the second then violates `prompts_by_slug` if it must.
 * So no race is an error, which would end the transaction this is part of; outside of one, `spendAndCreateAlone` costs less.
 */
export const spendAndCreate = statement((p: Creation) =>
  build
    .with("spent", (db) => spendQuota(db, "prompts", p))
    .with("given", (db) =>
      db
        .selectFrom("spent")
        .select([
          sql<string>`${p.id}::uuid`.as("id"),
          sql<string>`${p.userId}::uuid`.as("user_id"),
          sql<string>`${p.slug}::text`.as("slug"),
          sql<string>`${p.otherSlug}::text`.as("other_slug"),
          sql<string>`${p.forkedFrom}::uuid`.as("forked_from"),
          sql<number>`${p.forkedVersion}::integer`.as("forked_version"),
          sql<Date>`case when ${p.is_public}::boolean then now() end`.as("published_at"),
          ...WRITTEN_COLUMNS.map((column) => sql`${p[column]}::${sql.raw(WRITTEN[column])}`.as(column)),
        ]),
    )
    .with("named", (db) =>
      db
        .insertInto("prompts")
        .columns([...NEW_COLUMNS, "slug"])
        .expression((eb) => eb.selectFrom("given").select([...NEW_COLUMNS, "slug"]))
        .onConflict((conflict) => conflict.columns(["user_id", "slug"]).doNothing())
        .returning(MADE),
    )
    .with("renamed", (db) =>
      db
        .insertInto("prompts")
        .columns([...NEW_COLUMNS, "slug"])
        .expression((eb) =>
          eb
            .selectFrom("given")
            .select([...NEW_COLUMNS, "other_slug"])
            .where((is) => is.not(is.exists(is.selectFrom("named").select("id")))),
        )
        .returning(MADE),
    )
    .with("made", (db) => db.selectFrom("named").select(MADE).unionAll(db.selectFrom("renamed").select(MADE)))
    .with("kept", (db) =>
      db
        .insertInto("prompt_versions")
        .columns([...VERSION_COLUMNS, "created_at", "content_hash", "message"])
        .expression((eb) =>
          eb
            .selectFrom("made")
            .select(["id", "user_id", "version", "user_id as author_id", ...KEPT_IN_VERSION, "created_at"])
            .select([sql`${p.contentHash}::bytea`.as("content_hash"), sql`${p.message}::text`.as("message")]),
        ),
    )
    .with("told", (db) => tellOfMade(db, p))
    .selectFrom(["made", "spent"])
    .select(COLUMNS.map((column) => `made.${column}` as const))
    .select("spent.used"),
);
