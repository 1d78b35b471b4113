import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../../contract/ports.ts";
import { toQuota } from "../../contract/quota.ts";
import { monthOf, type Tier } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { PUBLIC_TAG } from "../prompts/index.ts";
import { merged, toPreferences } from "./preferences.ts";
import { changeProfile, lockProfile, profileOf } from "./queries.ts";
import type { Profile, ProfileChanges, Stats } from "./schema.ts";
import { statsOf } from "./stats-queries.ts";

export async function readProfile({ db, actor, settings, now }: Scope<Actor>): Promise<Answer<Profile>> {
  const row = await db.first(profileOf({ userId: actor.userId, month: monthOf(now()) }));
  if (!row) throw new Failure("unauthenticated"); // the account was erased while it asked
  return answerOf(toProfile(row, settings, now()));
}

/** Changes what is given and keeps the rest. A change that changes nothing writes nothing. */
export function updateProfile(
  scope: Scope<Actor>,
  { fullName, preferences = {} }: ProfileChanges,
): Promise<Answer<Profile>> {
  const { settings } = scope;
  const { userId } = scope.actor;
  const at = scope.now();
  const asked = { userId, month: monthOf(at) };
  return atomically(scope, async ({ db, request, changed }) => {
    const before = await db.first(lockProfile(asked));
    if (!before) throw new Failure("unauthenticated");
    const current = toProfile(before, settings, at);
    requireMatch(request.ifMatch, current);
    const after = {
      fullName: fullName ?? before.full_name,
      preferences: merged(current.preferences, preferences),
    };
    if (after.fullName === before.full_name && isDeepStrictEqual(after.preferences, before.preferences))
      return answerOf(current);
    await db.rows(changeProfile({ userId, ...after, preferences: JSON.stringify(after.preferences) }));
    // Published prompts name their author.
    if (after.fullName !== before.full_name) changed({ tags: [PUBLIC_TAG] });
    return answerOf(toProfile(await db.one(profileOf(asked)), settings, at));
  });
}

export async function readStats({ db, actor, now }: Scope<Actor>): Promise<Stats> {
  const row = await db.first(statsOf({ userId: actor.userId, month: monthOf(now()), now: now() }));
  if (!row) throw new Failure("unauthenticated");
  const { enhancements, thisMonth, improved, input, output } = row;
  return {
    prompts: { total: row.prompts, public: row.public, byCategory: row.byCategory },
    versions: row.versions,
    views: row.views,
    shares: { active: row.active, views: row.opens },
    enhancements: { total: enhancements, thisMonth, improved },
    tokens: { input, output },
    costUsd: row.cost,
    averageQuality: row.quality,
    memberSince: row.since.toISOString(),
  };
}

type Row = {
  id: string;
  email: string | null;
  email_verified_at: Date | null;
  full_name: string;
  origin: Profile["origin"];
  role: Profile["role"];
  subscription_tier: Tier;
  subscription_status: Profile["subscriptionStatus"];
  preferences: unknown;
  created_at: Date;
  updated_at: Date;
  used: Record<string, number> | null;
};

function toProfile(row: Row, { limits }: Settings, now: Date): Profile {
  const allowed = limits[row.subscription_tier];
  const quota = (limit: number, kind: string) => toQuota(limit, row.used?.[kind] ?? 0, now);
  const apiCalls = quota(allowed.apiCalls, "api_calls");
  return {
    id: row.id,
    email: row.email,
    emailVerified: row.email_verified_at !== null,
    fullName: row.full_name,
    origin: row.origin,
    role: row.role,
    subscriptionTier: row.subscription_tier,
    subscriptionStatus: row.subscription_status,
    preferences: toPreferences(row.preferences),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    apiCallsRemaining: apiCalls.remaining,
    quotas: {
      prompts: quota(allowed.prompts, "prompts"),
      enrichments: quota(allowed.enrichments, "enrichments"),
      apiCalls,
    },
  };
}

const digestOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22);
/** Of the account alone: the first half of its ETag, and all that `If-Match` asks about. */
const accountDigest = ({ quotas: _quotas, apiCallsRemaining: _remaining, ...account }: Profile): string =>
  digestOf(account);
/** A page that shows the quotas must see them move; a writer only minds what others wrote. So the ETag has two halves. */
const answerOf = (profile: Profile): Answer<Profile> =>
  new Answer(profile, { etag: `"${accountDigest(profile)}.${digestOf(profile.quotas)}"` });

function requireMatch(ifMatch: string | null, profile: Profile): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  const start = `"${accountDigest(profile)}.`;
  if (!ifMatch.split(",").some((tag) => tag.trim().startsWith(start))) throw new Failure("version_moved");
}
