import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Wanted = { promptId: string; userId: string; version: number | null };

/** A prompt its owner may share, and whether it has the version that was asked for. */
export const promptToShare = statement((p: Wanted) =>
  build
    .selectFrom("prompts")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("prompt_versions")
            .select("prompt_versions.version")
            .whereRef("prompt_versions.prompt_id", "=", "prompts.id")
            .where("prompt_versions.version", "=", eb.fn.coalesce(sql<number>`${p.version}::int`, "prompts.version")),
        )
        .as("hasVersion"),
    )
    .select((eb) =>
      eb
        .selectFrom("shared_prompts")
        .select(eb.fn.countAll<number>().as("links"))
        .whereRef("shared_prompts.prompt_id", "=", "prompts.id")
        .where("shared_prompts.revoked_at", "is", null)
        .as("links"),
    )
    .where("prompts.id", "=", p.promptId)
    .where("prompts.user_id", "=", p.userId)
    .where("prompts.deleted_at", "is", null)
    .where("prompts.moderation_status", "<>", "removed"),
);

type NewLink = Wanted & {
  id: string;
  tokenHash: Buffer;
  isPublic: boolean;
  passwordHash: string | null;
  maxViews: number | null;
  expiresAt: Date | null;
  now: Date;
};

/** No row when the prompt was deleted since it was looked at. */
export const insertLink = statement((p: NewLink) =>
  build
    .insertInto("shared_prompts")
    .columns([
      "id",
      "prompt_id",
      "created_by",
      "share_token",
      "version",
      "is_public",
      "password_hash",
      "max_views",
      "expires_at",
      "created_at",
      "updated_at",
    ])
    .expression((eb) =>
      eb
        .selectFrom("prompts")
        .select([
          sql`${p.id}::uuid`.as("id"),
          "prompts.id as prompt_id",
          "prompts.user_id as created_by",
          sql`${p.tokenHash}::bytea`.as("share_token"),
          sql`${p.version}::int`.as("version"),
          sql`${p.isPublic}::boolean`.as("is_public"),
          sql`${p.passwordHash}::text`.as("password_hash"),
          sql`${p.maxViews}::int`.as("max_views"),
          sql`${p.expiresAt}::timestamptz`.as("expires_at"),
          sql`${p.now}::timestamptz`.as("created_at"),
          sql`${p.now}::timestamptz`.as("updated_at"),
        ])
        .where("prompts.id", "=", p.promptId)
        .where("prompts.user_id", "=", p.userId)
        .where("prompts.deleted_at", "is", null),
    )
    .returning("id"),
);

/** No row for a link that is unknown, another user's or revoked already. */
export const revokeLink = statement((p: { tokenHash: Buffer; userId: string; now: Date }) =>
  build
    .updateTable("shared_prompts")
    .set({ revoked_at: p.now })
    .where("share_token", "=", p.tokenHash)
    .where("created_by", "=", p.userId)
    .where("revoked_at", "is", null)
    .returning("id"),
);
