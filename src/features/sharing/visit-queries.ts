import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** What is known of a link before it is opened: light, because most of what is refused is refused by it. */
export const liveLink = statement((p: { tokenHash: Buffer }) =>
  build
    .selectFrom("shared_prompts")
    .innerJoin("prompts", "prompts.id", "shared_prompts.prompt_id")
    .select([
      "prompts.title",
      "prompts.description",
      "shared_prompts.is_public as isPublic",
      "shared_prompts.password_hash as passwordHash",
      "shared_prompts.max_views as maxViews",
      "shared_prompts.view_count as viewCount",
      "shared_prompts.expires_at as expiresAt",
      sql<string>`promptr.author_name(shared_prompts.created_by)`.as("sharedBy"),
    ])
    .where("shared_prompts.share_token", "=", p.tokenHash)
    .where("shared_prompts.revoked_at", "is", null),
);

const CONTENT = [
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
const SHOWN_VERSION = sql<number>`coalesce(shared_prompts.version, prompts.version)`;

/**
 * Counts one view and reads the prompt in one statement, so whoever gets the text has paid for it and no race opens a
 * link once more than it allows. No row when the link ended, or its prompt was deleted, since it was looked at.
 */
export const spendView = statement((p: { tokenHash: Buffer; now: Date }) =>
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
    .whereRef("prompts.id", "=", "shared_prompts.prompt_id")
    .whereRef("prompt_versions.prompt_id", "=", "prompts.id")
    .where("prompt_versions.version", "=", SHOWN_VERSION)
    .returning([...CONTENT, "shared_prompts.view_count as used"]),
);

/** The same text for whom no view is counted. */
export const readContent = statement((p: { tokenHash: Buffer }) =>
  build
    .selectFrom("shared_prompts")
    .innerJoin("prompts", "prompts.id", "shared_prompts.prompt_id")
    .innerJoin("prompt_versions", "prompt_versions.prompt_id", "prompts.id")
    .select([...CONTENT, "shared_prompts.view_count as used"])
    .where("shared_prompts.share_token", "=", p.tokenHash)
    .where("shared_prompts.revoked_at", "is", null)
    .where("prompt_versions.version", "=", SHOWN_VERSION),
);
