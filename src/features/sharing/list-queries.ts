import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Since = { userId: string; since: string };
/** A day's counts, as JSON writes them. */
export type ShareDayRow = { day: string; views: number; refused: number; ended: number };

/** The owner's links that are not revoked, with the days on which somebody came since `since` (`2026-11-22`, UTC). */
const own = ({ userId, since }: Since) =>
  build
    .selectFrom("shared_prompts as s")
    .innerJoin("prompts as p", "p.id", "s.prompt_id")
    .select([
      "s.id",
      "s.prompt_id",
      "p.title",
      "s.version",
      "s.label",
      "s.token_start",
      "s.listed_token",
      "s.is_public",
    ])
    .select(["s.max_views", "s.view_count", "s.refused_count", "s.ended_count", "s.last_viewed_at"])
    .select(["s.expires_at", "s.created_at", "s.updated_at"])
    .select(sql<boolean>`s.password_hash is not null`.as("has_password"))
    .select(
      sql<boolean>`(p.deleted_at is null and p.moderation_status <> 'removed'
        and (s.label is null or promptr.labelled_version(s.prompt_id, s.label) is not null))`.as("is_there"),
    )
    .select(
      sql<ShareDayRow[]>`(select coalesce(jsonb_agg(jsonb_build_object(
          'day', d.day, 'views', d.views, 'refused', d.refused, 'ended', d.ended) order by d.day), '[]')
        from promptr.share_days d where d.share_id = s.id and d.day >= ${since}::date)`.as("days"),
    )
    .where("s.created_by", "=", userId)
    .where("p.user_id", "=", userId)
    .where("s.revoked_at", "is", null);

type Wanted = Since & { promptId: string | null; value: string | number; id: string; limit: number; offset: number };
/** Newest first, what comes after the place given by `value` (a time) and `id`; of one prompt, or of all. */
export const ownLinks = statement((p: Wanted) =>
  own(p)
    .where(sql<boolean>`(s.created_at, s.id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .where(sql<boolean>`(${p.promptId}::uuid is null or s.prompt_id = ${p.promptId})`)
    .orderBy("s.created_at", "desc")
    .orderBy("s.id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);
export const ownLink = statement((p: Since & { id: string }) => own(p).where("s.id", "=", p.id));

export const countLinks = statement((p: { userId: string; promptId: string | null }) =>
  build
    .selectFrom("shared_prompts as s")
    .select(sql<number>`count(*)::int`.as("total"))
    .where("s.created_by", "=", p.userId)
    .where("s.revoked_at", "is", null)
    .where(sql<boolean>`(${p.promptId}::uuid is null or s.prompt_id = ${p.promptId})`),
);

type ListedRow = {
  id: string;
  token: string;
  title: string;
  description: string | null;
  shared_by: string;
  created_at: Date;
};
/** What its owners list for everybody and can be opened at `now`, newest first. */
export const listedLinks = statement((p: { now: Date; value: string | number; id: string; limit: number }) => {
  const query = sql<ListedRow>`select id, token, title, description, shared_by, created_at
    from promptr.listed_shares(${p.now}::timestamptz, ${p.value}::timestamptz, ${p.id}::uuid, ${p.limit}::int)`;
  return { compile: () => query.compile(build) };
});
