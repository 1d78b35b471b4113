import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { ROLES, TIERS } from "../../contract/tier.ts";

const SEARCH_MAX = 200;
/** At most three bytes each in UTF-8, so that it fits what one audit row may hold. */
const REASON_MAX = 500;

export const User = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    fullName: z.string(),
    origin: z.enum(["local", "supabase"]).meta({ description: "Where the account signs in" }),
    role: z.enum(ROLES),
    subscriptionTier: z.enum(TIERS),
    suspended: z.object({ at: z.iso.datetime() }).nullable(),
    emailVerified: z.boolean(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().nullable().meta({ description: "When a session of theirs was last refreshed" }),
  })
  .meta({ id: "User" });
export type User = z.output<typeof User>;
export const UserPage = pageOf(User).meta({ id: "UserPage" });

export const UserQuery = z.strictObject({
  ...PageQuery.shape,
  search: z
    .string()
    .trim()
    .min(1)
    .max(SEARCH_MAX)
    .optional()
    .meta({ description: "Part of the address or the name, upper or lower case" }),
  tier: z.enum(TIERS).optional(),
  role: z.enum(ROLES).optional(),
  suspended: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional(),
});
export type UserQuery = z.output<typeof UserQuery>;
export const UserId = z.strictObject({ id: z.uuid() });

export const UserChanges = z
  .strictObject({
    subscriptionTier: z.enum(TIERS).exactOptional(),
    role: z.enum(ROLES).exactOptional(),
    suspended: z.boolean().exactOptional(),
    reason: z
      .string()
      .trim()
      .transform((text) => text.replaceAll(/\s+/g, " "))
      .pipe(
        z
          .string()
          .max(REASON_MAX)
          .regex(/^\P{Cc}*$/u, "holds a control character"),
      )
      .exactOptional()
      .meta({
        description: "Kept in the audit log, which outlives the account and is in its owner's export: name nobody",
      }),
  })
  .refine(
    ({ subscriptionTier, role, suspended }) => [subscriptionTier, role, suspended].some((value) => value !== undefined),
    "wants subscriptionTier, role or suspended",
  )
  .meta({ id: "UserChanges" });
export type UserChanges = z.output<typeof UserChanges>;
