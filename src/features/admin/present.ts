import type { Role, Tier } from "../../contract/tier.ts";
import type { User } from "./schema.ts";

export type UserRow = {
  id: string;
  email: string | null;
  full_name: string;
  origin: User["origin"];
  role: Role;
  subscription_tier: Tier;
  suspended_at: Date | null;
  email_verified_at: Date | null;
  created_at: Date;
  lastSeenAt: Date | null;
};

/** An account as administrators see it: nothing a person wrote, no secret of theirs. */
export const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  fullName: row.full_name,
  origin: row.origin,
  role: row.role,
  subscriptionTier: row.subscription_tier,
  suspendedAt: row.suspended_at?.toISOString() ?? null,
  emailVerified: row.email_verified_at !== null,
  createdAt: row.created_at.toISOString(),
  lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
});
