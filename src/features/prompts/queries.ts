import { type Selectable, sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { PromptsTable } from "../../db/tables.ts";

/** What lists show of everybody's prompts: all but texts that are made of the parts. */
export const SHARED_COLUMNS = [
  "id", "title", "description", "category", "tags", "role", "task", "context", "requirements", "style", "output",
  "variables", "selected_model", "quality_score", "is_public", "published_at", "view_count", "star_count",
  "fork_count", "version", "revision", "created_at", "updated_at",
] as const; // prettier-ignore
export const LISTED_COLUMNS = [
  ...SHARED_COLUMNS,
  ...(["slug", "folder_id", "forked_from", "forked_version", "moderation_status"] as const),
] as const;
export const COLUMNS = [...LISTED_COLUMNS, "raw_prompt", "enriched_prompt"] as const;
export type SharedRow = Pick<Selectable<PromptsTable>, (typeof SHARED_COLUMNS)[number]>;
export type ListedRow = Pick<Selectable<PromptsTable>, (typeof LISTED_COLUMNS)[number]>;
export type PromptRow = Pick<Selectable<PromptsTable>, (typeof COLUMNS)[number]>;

/** What is written of a prompt whenever it is saved, and as what Postgres takes it. */
export const WRITTEN = {
  title: "text",
  description: "text",
  category: "text",
  tags: "text[]",
  folder_id: "uuid",
  role: "text",
  task: "text",
  context: "text",
  requirements: "text",
  style: "text",
  output: "text",
  raw_prompt: "text",
  variables: "jsonb",
  selected_model: "text",
  quality_score: "numeric",
  score_version: "smallint",
  rules_hash: "text",
  is_public: "boolean",
  search_title: "text",
  search_body: "text",
  simhash: "bigint",
} as const;
export type WrittenColumn = keyof typeof WRITTEN;
// Object.keys forgets what the keys are.
export const WRITTEN_COLUMNS = Object.keys(WRITTEN) as WrittenColumn[];
export type Values = Omit<Pick<Selectable<PromptsTable>, WrittenColumn>, "variables" | "simhash"> & {
  /** JSON. */
  readonly variables: string;
  /** A signed 64-bit number in decimal, more than a JavaScript number holds. */
  readonly simhash: string | null;
};

export const KEPT_IN_VERSION = [
  "role", "task", "context", "requirements", "style", "output", "raw_prompt", "variables", "selected_model",
  "quality_score", "score_version", "rules_hash",
] as const satisfies WrittenColumn[]; // prettier-ignore
export const VERSION_COLUMNS = ["prompt_id", "user_id", "version", "author_id", ...KEPT_IN_VERSION] as const;

type Own = { userId: string; id: string };

const own = (p: Own) =>
  build.selectFrom("prompts").select(COLUMNS).where("id", "=", p.id).where("user_id", "=", p.userId);

export const ownPrompt = statement((p: Own) => own(p).where("deleted_at", "is", null));

/** Writers of one prompt stand in line here, which is what makes its versions gapless. */
export const lockPrompt = statement((p: Own) => own(p).where("deleted_at", "is", null).forUpdate());

/** A prompt that is there, or was deleted after the given moment. */
export const lockRestorable = statement((p: Own & { deletedAfter: Date }) =>
  own(p)
    .select("deleted_at")
    .where((eb) => eb.or([eb("deleted_at", "is", null), eb("deleted_at", ">", p.deletedAfter)]))
    .forUpdate(),
);

export const markDeleted = statement((p: Own & { at: Date; revision: number }) =>
  build
    .updateTable("prompts")
    .set({ deleted_at: p.at, revision: p.revision })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);

export const unmarkDeleted = statement((p: Own & { revision: number }) =>
  build
    .updateTable("prompts")
    .set({ deleted_at: null, revision: p.revision })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .returning(COLUMNS),
);

type Change = Own &
  Values & {
    slug: string;
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
        .set(Object.fromEntries(WRITTEN_COLUMNS.map((column) => [column, p[column]])))
        .set({ slug: p.slug, version: p.version, revision: p.revision, enriched_prompt: p.enriched_prompt })
        // The first time counts: who hides and shows a prompt again does not make it new.
        .set({
          published_at: sql`case when ${p.is_public}::boolean then coalesce(published_at, now()) else published_at end`,
        })
        .where("id", "=", p.id)
        .where("user_id", "=", p.userId)
        .returning([...COLUMNS, "user_id", "score_version", "rules_hash"]),
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
