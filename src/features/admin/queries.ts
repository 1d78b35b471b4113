import { sql } from "kysely";
import type { Role, Tier } from "../../contract/tier.ts";
import { build, statement } from "../../db/build.ts";

/** Null asks for nothing. */
type Filter = {
  search: string | null;
  tier: Tier | null;
  role: Role | null;
  suspended: boolean | null;
};

/** Positions, not LIKE: no sign of the text means more than itself, and it is made lower case once, not for each row. */
const isFound = (search: string | null) => {
  const wanted = sql`(select lower(${search}::text))`;
  return sql<boolean>`(${search}::text is null or strpos(email, ${wanted}) > 0 or strpos(lower(full_name), ${wanted}) > 0)`;
};

const matching = (p: Filter) =>
  build
    .selectFrom("profiles")
    .where("erased_at", "is", null)
    .where(isFound(p.search))
    .where(sql<boolean>`(${p.tier}::text is null or subscription_tier = ${p.tier})`)
    .where(sql<boolean>`(${p.role}::text is null or role = ${p.role})`)
    .where(sql<boolean>`(${p.suspended}::boolean is null or (suspended_at is not null) = ${p.suspended})`);

const COLUMNS = [
  "id",
  "email",
  "full_name",
  "origin",
  "role",
  "subscription_tier",
  "suspended_at",
  "email_verified_at",
  "created_at",
] as const;
const lastSeen = sql<Date | null>`(select max(s.last_used_at) from promptr.sessions as s where s.user_id = profiles.id)`;

type Wanted = Filter & { value: string | number; id: string; limit: number; offset: number };

/** Newest first, what comes after the place given by `value` (a time) and `id`. */
export const usersLike = statement((p: Wanted) =>
  matching(p)
    .select(COLUMNS)
    .select(lastSeen.as("lastSeenAt"))
    .where(sql<boolean>`(created_at, id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const countUsersLike = statement((p: Filter) => matching(p).select(sql<number>`count(*)::int`.as("total")));

/**
 * Whoever changes the account, whose it is, and every administrator; locked in the order of their ids, so that two who
 * change each other queue here and cannot deadlock.
 */
export const lockForChange = statement((p: { actorId: string; userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["id", "role", "subscription_tier", "suspended_at"])
    .where((eb) => eb.or([eb("id", "=", p.actorId), eb("id", "=", p.userId), eb("role", "=", "admin")]))
    .where("erased_at", "is", null)
    .orderBy("id")
    .forUpdate(),
);

type Change = { userId: string; subscriptionTier: Tier; role: Role; suspendedAt: Date | null };

/** A suspension keeps the time it began at. */
export const changeUser = statement((p: Change) =>
  build
    .updateTable("profiles")
    .set({
      subscription_tier: p.subscriptionTier,
      role: p.role,
      suspended_at: sql<Date | null>`case when ${p.suspendedAt}::timestamptz is not null
        then coalesce(suspended_at, ${p.suspendedAt}) end`,
    })
    .where("id", "=", p.userId),
);

export const userById = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(COLUMNS)
    .select(lastSeen.as("lastSeenAt"))
    .where("id", "=", p.userId)
    .where("erased_at", "is", null),
);
