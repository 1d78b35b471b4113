import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type About = { id: string; userId: string };

/** A link that was opened and can still be; not one that was revoked since. */
export const linkAbout = statement((p: About) =>
  build
    .selectFrom("shared_prompts as s")
    .innerJoin("prompts as p", "p.id", "s.prompt_id")
    .select(["p.title", "s.view_count as views"])
    .select(sql<Date>`coalesce(s.last_viewed_at, s.created_at)`.as("openedAt"))
    .where("s.id", "=", p.id)
    .where("s.created_by", "=", p.userId)
    .where("s.revoked_at", "is", null)
    .where("p.deleted_at", "is", null),
);

export const noticeAbout = statement((p: About) =>
  build
    .selectFrom("notifications")
    .select(["title", "body as text"])
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);

/** A decision that still holds, about a prompt that is still there. */
export const decisionAbout = statement((p: About) =>
  build
    .selectFrom("moderation_decisions as d")
    .innerJoin("prompts as p", "p.id", "d.prompt_id")
    .select(["p.title", "d.status", "d.reason", "d.prompt_id as promptId"])
    .select(sql<boolean>`d.status <> 'approved' and not d.is_final and d.appeal is null`.as("mayAppeal"))
    .where("d.id", "=", p.id)
    .where("d.user_id", "=", p.userId)
    .where("d.superseded_at", "is", null)
    .where("p.deleted_at", "is", null),
);

type Openings = { readonly after: string; readonly now: Date; readonly toldBefore: Date; readonly limit: number };

/**
 * Links that were opened since their maker was last told, of those who asked to be told, and not within a day: marked as
 * told, so that two workers cannot tell the same. An opening counts from when it was asked for.
 */
export const takeOpenings = ({
  after,
  now,
  toldBefore,
  limit,
}: Openings): Query<{ linkId: string; userId: string }> => ({
  name: "promptr_take_openings",
  sql: `insert into promptr.share_notices as told (link_id, user_id, mailed_at)
    select s.id, s.created_by, $2 from promptr.mail_choices c
      join promptr.shared_prompts s on s.created_by = c.user_id
      left join promptr.share_notices n on n.link_id = s.id
    where c.kind = 'share_opened' and c.wanted and s.revoked_at is null and s.id > $1
      and s.last_viewed_at > greatest(c.changed_at, coalesce(n.mailed_at, '-infinity'))
      and (n.mailed_at is null or n.mailed_at <= $3)
    order by s.id limit $4
    on conflict (link_id) do update set mailed_at = excluded.mailed_at where told.mailed_at <= $3
    returning link_id as "linkId", user_id as "userId"`,
  parameters: [after, now, toldBefore, limit],
});
