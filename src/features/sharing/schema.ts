import { z } from "zod";
import { PasswordTry, SharePassword } from "./password.ts";

const VIEWS_MAX = 1_000_000;
const VERSION_MAX = 1_000_000_000;

/** Any text: one that is no token is a link that does not exist, never a fault of the input. */
export const ShareToken = z.strictObject({ token: z.string().meta({ description: "43 characters, from the link" }) });

export const NewShare = z
  .strictObject({
    promptId: z.uuid().meta({ description: "One of your own prompts" }),
    version: z
      .int()
      .min(1)
      .max(VERSION_MAX)
      .optional()
      .meta({ description: "The version to show for ever; without it the link follows the newest" }),
    password: SharePassword.optional(),
    maxViews: z.int().min(1).max(VIEWS_MAX).optional().meta({ description: "How often the link may be opened" }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "In the future, at most 5 years ahead" }),
    isPublic: z.boolean().default(false).meta({ description: "Search engines may index the page" }),
  })
  .meta({ id: "NewShare" });
export type NewShare = z.output<typeof NewShare>;

const limits = {
  isPublic: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
};

export const ShareLink = z
  .object({
    token: z.string().meta({ description: "Shown only now; the server keeps a digest of it" }),
    url: z.url().meta({ description: "The page for people" }),
    promptId: z.uuid(),
    version: z.int().nullable().meta({ description: "null follows the newest version" }),
    ...limits,
    hasPassword: z.boolean(),
    maxViews: z.int().nullable(),
    viewCount: z.int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ShareLink" });
export type ShareLink = z.output<typeof ShareLink>;

const text = z.string().nullable();
export const SharedPrompt = z
  .object({
    title: z.string(),
    description: text,
    role: text,
    task: z.string(),
    context: text,
    requirements: text,
    style: text,
    output: text,
    rawPrompt: z.string().meta({ description: "The six parts composed into one text" }),
    selectedModel: z.string(),
    version: z.int(),
    sharedBy: z.string().meta({ description: "Display name of the one who made the link" }),
    views: z
      .object({ used: z.int(), max: z.int().nullable() })
      .meta({ description: "`used` counts this one; `max` is null when the link is not limited" }),
    ...limits,
  })
  .meta({ id: "SharedPrompt" });
export type SharedPrompt = z.output<typeof SharedPrompt>;

/** The form of the page; the button of a page that was not counted yet sends it without a password. */
export const OpenForm = z.strictObject({ password: PasswordTry.optional() }).meta({ id: "OpenForm" });
