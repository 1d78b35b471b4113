import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { oneLine } from "../../contract/person-name.ts";
import { ROLES, TIERS } from "../../contract/tier.ts";

const SEARCH_MAX = 200;
/** Room enough for a sentence or two, and for one in a notification (2,000) beside our own words. */
const REASON_MAX = 500;

export const User = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    fullName: z.string(),
    origin: z.enum(["local", "supabase"]).meta({ description: "Where the account signs in" }),
    role: z.enum(ROLES),
    subscriptionTier: z.enum(TIERS),
    suspendedAt: z.iso.datetime().nullable(),
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
  subscriptionTier: z.enum(TIERS).optional(),
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
      .pipe(oneLine(REASON_MAX))
      .exactOptional()
      .meta({
        description:
          "One line without control or invisible characters. The person is told it; the audit log only keeps that there was one",
        minLength: 1,
        maxLength: REASON_MAX,
      }),
  })
  .refine(
    ({ subscriptionTier, role, suspended }) => [subscriptionTier, role, suspended].some((value) => value !== undefined),
    "wants subscriptionTier, role or suspended",
  )
  .meta({ id: "UserChanges" });
export type UserChanges = z.output<typeof UserChanges>;
