import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

const LABELLED = sql<number>`promptr.labelled_version(shared_prompts.prompt_id, shared_prompts.label)`;

const LINK = [
  "prompts.title",
  "prompts.description",
  "shared_prompts.is_public as isPublic",
  "shared_prompts.password_hash as passwordHash",
  "shared_prompts.max_views as maxViews",
  "shared_prompts.expires_at as expiresAt",
] as const;
const sharedBy = sql<string>`promptr.author_name(shared_prompts.created_by)`.as("sharedBy");

/** What is known of a link that was not opened at once: light, because most of what is refused is refused by it. */
export const liveLink = statement((p: { tokenHash: Buffer }) =>
  build
    .selectFrom("shared_prompts")
    .innerJoin("prompts", "prompts.id", "shared_prompts.prompt_id")
    .select([...LINK, sharedBy, "shared_prompts.view_count as viewCount"])
    .where("shared_prompts.share_token", "=", p.tokenHash)
    .where("shared_prompts.revoked_at", "is", null)
    .where(sql<boolean>`(shared_prompts.label is null or ${LABELLED} is not null)`),
);

const CONTENT = [
  "prompt_versions.prompt_id as promptId",
  "prompt_versions.version",
  "prompt_versions.role",
  "prompt_versions.task",
  "prompt_versions.context",
  "prompt_versions.requirements",
  "prompt_versions.style",
  "prompt_versions.output",
  "prompt_versions.raw_prompt as rawPrompt",
  "prompt_versions.selected_model as selectedModel",
] as const;
/** No version, and so nothing, while a label that is followed is not set. */
const SHOWN_VERSION = sql<number>`case when shared_prompts.label is null
  then coalesce(shared_prompts.version, prompts.version) else ${LABELLED} end`;

/**
 * Counts one view and reads link and prompt in one statement, so whoever gets the text has paid for it and no race opens a
 * link once more than it allows. No row when the link ended, its prompt was deleted, or it has a password and is locked.
 * `unlocked` is the stored hash the visitor's password was checked against: one the owner replaced since then opens nothing.
 */
export const spendView = statement((p: { tokenHash: Buffer; now: Date; unlocked: string | null }) =>
  build
    .updateTable("shared_prompts")
    .from(["prompts", "prompt_versions"])
    .set((eb) => ({ view_count: eb("shared_prompts.view_count", "+", 1), last_viewed_at: p.now }))
    .where("shared_prompts.share_token", "=", p.tokenHash)
    .where("shared_prompts.revoked_at", "is", null)
    .where((eb) => eb.or([eb("shared_prompts.expires_at", "is", null), eb("shared_prompts.expires_at", ">", p.now)]))
    .where((eb) =>
      eb.or([
        eb("shared_prompts.max_views", "is", null),
        eb("shared_prompts.view_count", "<", eb.ref("shared_prompts.max_views")),
      ]),
    )
    .where(sql<boolean>`(shared_prompts.password_hash is null or shared_prompts.password_hash = ${p.unlocked}::text)`)
    .whereRef("prompts.id", "=", "shared_prompts.prompt_id")
    .whereRef("prompt_versions.prompt_id", "=", "prompts.id")
    .where("prompt_versions.version", "=", SHOWN_VERSION)
    .returning([...LINK, sharedBy, ...CONTENT, "shared_prompts.view_count as used"]),
);

const content = (tokenHash: Buffer) =>
  build
    .selectFrom("shared_prompts")
    .innerJoin("prompts", "prompts.id", "shared_prompts.prompt_id")
    .innerJoin("prompt_versions", "prompt_versions.prompt_id", "prompts.id")
    .select([...CONTENT, "shared_prompts.view_count as used"])
    .where("shared_prompts.share_token", "=", tokenHash)
    .where("shared_prompts.revoked_at", "is", null);

/** The same text for whom no view is counted. */
export const readContent = statement((p: { tokenHash: Buffer }) =>
  content(p.tokenHash).where("prompt_versions.version", "=", SHOWN_VERSION),
);

type Shown = { tokenHash: Buffer; version: number };
/** One version once more, for who has been shown it. */
export const readVersion = statement((p: Shown) =>
  content(p.tokenHash).where("prompt_versions.version", "=", p.version),
);

/** How its variables are declared; few prompts have any, so those who open the others do not pay for reading them. */
export const declaredVariables = statement((p: Shown) =>
  build
    .selectFrom("shared_prompts")
    .innerJoin("prompt_versions", "prompt_versions.prompt_id", "shared_prompts.prompt_id")
    .select("prompt_versions.variables")
    .where("shared_prompts.share_token", "=", p.tokenHash)
    .where("prompt_versions.version", "=", p.version),
);
