import { type Selectable, sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { spendQuota } from "../../db/quota.ts";
import type { PromptsTable } from "../../db/tables.ts";

export const SHARED_COLUMNS = [
  "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output",
  "raw_prompt", "selected_model", "quality_score", "is_public", "view_count", "version", "revision", "created_at",
  "updated_at",
] as const; // prettier-ignore
export const LISTED_COLUMNS = [...SHARED_COLUMNS, "moderation_status"] as const;
export const COLUMNS = [...LISTED_COLUMNS, "enriched_prompt"] as const;
export type ListedRow = Pick<Selectable<PromptsTable>, (typeof LISTED_COLUMNS)[number]>;
export type PromptRow = Pick<Selectable<PromptsTable>, (typeof COLUMNS)[number]>;

/** What is written of a prompt whenever it is saved. */
export type Values = Omit<
  ListedRow,
  "id" | "moderation_status" | "view_count" | "version" | "revision" | "created_at" | "updated_at"
>;
const WRITTEN = [
  "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output",
  "raw_prompt", "selected_model", "quality_score", "is_public",
] as const satisfies (keyof Values)[]; // prettier-ignore
const KEPT_IN_VERSION = [
  "role", "task", "context", "requirements", "style", "output", "raw_prompt", "selected_model", "quality_score",
] as const satisfies (keyof Values)[]; // prettier-ignore
const VERSION_COLUMNS = ["prompt_id", "user_id", "version", "author_id", ...KEPT_IN_VERSION] as const;

type Creation = Values & { id: string; userId: string; month: string; limit: number; contentHash: Buffer };

/**
 * One statement, one round trip: spends the month's quota, and only when that is granted stores the prompt and its
 * first version. No row comes back when the quota is used up, however many callers race.
 */
export const spendAndCreate = statement((p: Creation) =>
  build
    .with("spent", (db) => spendQuota(db, "prompts", p))
    .with("made", (db) =>
      db
        .insertInto("prompts")
        .columns(["id", "user_id", ...WRITTEN])
        .expression((eb) =>
          eb
            .selectFrom("spent")
            .select([
              sql`${p.id}`.as("id"),
              sql`${p.userId}`.as("user_id"),
              ...WRITTEN.map((column) => sql`${p[column]}`.as(column)),
            ]),
        )
        .returning([...COLUMNS, "user_id"]),
    )
    .with("kept", (db) =>
      db
        .insertInto("prompt_versions")
        .columns([...VERSION_COLUMNS, "created_at", "content_hash"])
        .expression((eb) =>
          eb
            .selectFrom("made")
            .select(["id", "user_id", "version", "user_id as author_id", ...KEPT_IN_VERSION, "created_at"])
            .select(sql`${p.contentHash}`.as("content_hash")),
        ),
    )
    .selectFrom(["made", "spent"])
    .select(COLUMNS.map((column) => `made.${column}` as const))
    .select("spent.used"),
);

type Own = { userId: string; id: string };

export const ownPrompt = statement((p: Own) =>
  build
    .selectFrom("prompts")
    .select(COLUMNS)
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null),
);

/** Writers of one prompt stand in line here, which is what makes its versions gapless. */
export const lockPrompt = statement((p: Own) =>
  build
    .selectFrom("prompts")
    .select(COLUMNS)
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .forUpdate(),
);

type Change = Own &
  Values & {
    version: number;
    revision: number;
    enriched_prompt: string | null;
    isNewVersion: boolean;
    contentHash: Buffer;
    message: string | null;
  };

/** Writes the prompt and, when its content is new, the version that keeps it. */
export const changePrompt = statement((p: Change) =>
  build
    .with("changed", (db) =>
      db
        .updateTable("prompts")
        .set(Object.fromEntries(WRITTEN.map((column) => [column, p[column]])))
        .set({ version: p.version, revision: p.revision, enriched_prompt: p.enriched_prompt })
        .where("id", "=", p.id)
        .where("user_id", "=", p.userId)
        .returning([...COLUMNS, "user_id"]),
    )
    .with("kept", (db) =>
      db
        .insertInto("prompt_versions")
        .columns([...VERSION_COLUMNS, "created_at", "content_hash", "message"])
        .expression((eb) =>
          eb
            .selectFrom("changed")
            .select([
              "id",
              "user_id",
              "version",
              "user_id as author_id",
              ...KEPT_IN_VERSION,
              "updated_at as created_at",
            ])
            .select([sql`${p.contentHash}`.as("content_hash"), sql`${p.message}`.as("message")])
            .where(sql<boolean>`${p.isNewVersion}::boolean`),
        ),
    )
    .selectFrom("changed")
    .select(COLUMNS),
);

export const markDeleted = statement((p: Own & { at: Date; revision: number }) =>
  build
    .updateTable("prompts")
    .set({ deleted_at: p.at, revision: p.revision })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);
