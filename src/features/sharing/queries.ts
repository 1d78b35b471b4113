import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

/** Which version: a number, what a label names, or with neither the newest. */
type Wanted = { promptId: string; userId: string; version: number | null; label: string | null };

const shownOf = ({ version, label }: Pick<Wanted, "version" | "label">) =>
  sql<number>`case when ${label}::text is null then coalesce(${version}::int, prompts.version)
    else promptr.labelled_version(prompts.id, ${label}) end`;

const ownPrompt = (p: Pick<Wanted, "promptId" | "userId">) =>
  build
    .selectFrom("prompts")
    .where("prompts.id", "=", p.promptId)
    .where("prompts.user_id", "=", p.userId)
    .where("prompts.deleted_at", "is", null)
    .where("prompts.moderation_status", "<>", "removed");

/** A prompt its owner may share, whether it has what was asked for, and how many links it has. */
export const promptToShare = statement((p: Wanted) =>
  ownPrompt(p)
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("prompt_versions")
            .select("prompt_versions.version")
            .whereRef("prompt_versions.prompt_id", "=", "prompts.id")
            .where("prompt_versions.version", "=", shownOf(p)),
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
    ),
);

/** All that a listed link would show to everybody. */
export const contentToList = statement((p: Wanted) =>
  ownPrompt(p)
    .innerJoin("prompt_versions as v", "v.prompt_id", "prompts.id")
    .select(["prompts.title", "prompts.description", "v.variables"])
    .select(["v.role", "v.task", "v.context", "v.requirements", "v.style", "v.output"])
    .where("v.version", "=", shownOf(p)),
);

type NewLink = Wanted & {
  id: string;
  tokenHash: Buffer;
  tokenStart: string;
  listedToken: string | null;
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
      ...(["id", "prompt_id", "created_by", "share_token", "version", "label", "token_start", "listed_token"] as const),
      ...(["is_public", "password_hash", "max_views", "expires_at", "created_at", "updated_at"] as const),
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
          sql`${p.label}::text`.as("label"),
          sql`${p.tokenStart}::text`.as("token_start"),
          sql`${p.listedToken}::text`.as("listed_token"),
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

/** A link as its owner names it: by its token, or by its id; the other one is null. */
export type Named = { tokenHash: Buffer | null; id: string | null };
const named = ({ tokenHash, id }: Named) =>
  sql<boolean>`(shared_prompts.share_token = ${tokenHash}::bytea or shared_prompts.id = ${id}::uuid)`;

/** No row for a link that is unknown, another user's or revoked already. */
export const revokeLink = statement((p: Named & { userId: string; now: Date }) =>
  build
    .updateTable("shared_prompts")
    .set({ revoked_at: p.now, listed_token: null })
    .where(named(p))
    .where("created_by", "=", p.userId)
    .where("revoked_at", "is", null)
    .returning("id"),
);

/** The owner's link, locked; visits wait until the change is committed and then meet the new rules. */
export const lockLink = statement((p: Named & { userId: string }) =>
  build
    .selectFrom("shared_prompts")
    .select(["id", "prompt_id", "version", "label", "is_public", "password_hash", "max_views", "expires_at"])
    .select("listed_token")
    .where(named(p))
    .where("created_by", "=", p.userId)
    .where("revoked_at", "is", null)
    .forNoKeyUpdate(),
);

type Changed = Pick<NewLink, "id" | "version" | "label" | "listedToken" | "isPublic" | "passwordHash" | "maxViews"> &
  Pick<NewLink, "expiresAt" | "userId">;
export const changeLink = statement((p: Changed) =>
  build
    .updateTable("shared_prompts")
    .set({ version: p.version, label: p.label, listed_token: p.listedToken, is_public: p.isPublic })
    .set({ password_hash: p.passwordHash, max_views: p.maxViews, expires_at: p.expiresAt })
    .where("id", "=", p.id)
    .where("created_by", "=", p.userId),
);
