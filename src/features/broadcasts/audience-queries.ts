import { sql } from "kysely";
import type { Role, Tier } from "../../contract/tier.ts";
import { build, statement } from "../../db/build.ts";

/** Null asks for nothing. */
export type Filter = {
  readonly tier: Tier | null;
  readonly role: Role | null;
  readonly verified: boolean | null;
  readonly activeSince: Date | null;
  readonly createdAfter: Date | null;
  readonly createdBefore: Date | null;
  readonly model: string | null;
  /** Who came later is not meant. */
  readonly until: Date;
};

const matching = (p: Filter) =>
  build
    .selectFrom("profiles as a")
    .where("a.erased_at", "is", null)
    .where("a.suspended_at", "is", null)
    .where(sql<boolean>`a.created_at <= ${p.until}::timestamptz`)
    .where(sql<boolean>`(${p.tier}::text is null or a.subscription_tier = ${p.tier})`)
    .where(sql<boolean>`(${p.role}::text is null or a.role = ${p.role})`)
    .where(sql<boolean>`(${p.verified}::boolean is null or (a.email_verified_at is not null) = ${p.verified})`)
    .where(sql<boolean>`(${p.createdAfter}::timestamptz is null or a.created_at >= ${p.createdAfter})`)
    .where(sql<boolean>`(${p.createdBefore}::timestamptz is null or a.created_at < ${p.createdBefore})`)
    .where(
      sql<boolean>`(${p.activeSince}::timestamptz is null
        or exists (select from promptr.sessions s where s.user_id = a.id and s.last_used_at >= ${p.activeSince})
        or exists (select from promptr.api_keys k where k.user_id = a.id and k.last_used_at >= ${p.activeSince}))`,
    )
    .where(
      sql<boolean>`(${p.model}::text is null or exists (select from promptr.prompts t
        where t.user_id = a.id and t.deleted_at is null and t.selected_model = ${p.model}))`,
    );

export const countAudience = statement((p: Filter) => matching(p).select(sql<number>`count(*)::int`.as("people")));

/** Those behind an id, in the order of ids. */
export const audienceAfter = statement((p: Filter & { after: string; limit: number }) =>
  matching(p)
    .select([
      "a.id as userId",
      "a.email",
      sql<boolean>`a.email_verified_at is not null or a.origin <> 'local'`.as("isConfirmed"),
    ])
    .where("a.id", ">", p.after)
    .orderBy("a.id")
    .limit(p.limit),
);
