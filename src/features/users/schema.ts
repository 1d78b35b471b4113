import { z } from "zod";
import { PersonName } from "../../contract/person-name.ts";
import { Quota } from "../../contract/quota.ts";
import { ROLES, TIERS } from "../../contract/tier.ts";
import { PreferenceChanges, Preferences } from "./preferences.ts";

const count = z.int().min(0);

export const Profile = z
  .object({
    id: z.uuid(),
    email: z.string().nullable().meta({ description: "Null when the issuer of a Supabase account names none" }),
    emailVerified: z.boolean(),
    fullName: z.string(),
    origin: z.enum(["local", "supabase"]).meta({ description: "Where the account signs in" }),
    role: z.enum(ROLES),
    subscriptionTier: z.enum(TIERS),
    subscriptionStatus: z.enum(["inactive", "active", "past_due", "canceled"]),
    preferences: Preferences,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    apiCallsRemaining: count.meta({ description: "Calls with API keys this month has left" }),
    quotas: z.object({ prompts: Quota, enrichments: Quota, apiCalls: Quota }),
  })
  .meta({ id: "Profile" });
export type Profile = z.output<typeof Profile>;

/** All a person may write of their account: address, role and plan have ways of their own. */
export const ProfileChanges = z
  .strictObject({
    fullName: PersonName.exactOptional().meta({ description: "Shown on prompts you publish" }),
    preferences: PreferenceChanges.exactOptional(),
  })
  .meta({ id: "ProfileChanges" });
export type ProfileChanges = z.output<typeof ProfileChanges>;

export const Stats = z
  .object({
    prompts: z.object({
      total: count,
      public: count,
      byCategory: z
        .array(z.object({ category: z.string(), count }))
        .meta({ description: "The fullest first; categories without a prompt are left out" }),
    }),
    versions: count.meta({ description: "Of these prompts" }),
    views: count.meta({ description: "Of these prompts" }),
    shares: z
      .object({ active: count, views: count })
      .meta({ description: "`active` can be opened now; `views` are of all links, ended ones while they are kept" }),
    enhancements: z
      .object({ total: count, thisMonth: count, improved: count })
      .meta({ description: "Those that counted against a quota" }),
    tokens: z
      .object({ input: count, output: count })
      .meta({ description: "Sent to and received from models, failed calls too" }),
    costUsd: z.number().min(0).meta({ description: "What these tokens cost, failed calls too" }),
    averageQuality: z.int().min(0).max(100).nullable().meta({ description: "Null without a prompt" }),
    memberSince: z.iso.datetime(),
  })
  .meta({ id: "Stats" });
export type Stats = z.output<typeof Stats>;
