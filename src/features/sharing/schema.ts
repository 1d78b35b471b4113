import { z } from "zod";
import { ReadableLabel } from "../labels/index.ts";
import { PasswordTry, SharePassword } from "./password.ts";

/** Longer than any pass is. */
const PASS_MAX = 100;
const VIEWS_MAX = 1_000_000;
const VERSION_MAX = 1_000_000_000;

/** Any text: one that is no token is a link that does not exist, never a fault of the input. */
export const ShareToken = z.strictObject({ token: z.string().meta({ description: "43 characters, from the link" }) });

const IS_PUBLIC = "Search engines may index the page, and `/sharing/public` lists it; neither while it has a password";
const isOne = ({ label, version }: { label?: unknown; version?: unknown }): boolean =>
  (label ?? null) === null || (version ?? null) === null;
const ONE = { path: ["label"], message: "wants a label or a version, not both" };

export const NewShare = z
  .strictObject({
    promptId: z.uuid().meta({ description: "One of your own prompts" }),
    version: z.int().min(1).max(VERSION_MAX).optional().meta({
      description: "The version to show for ever; without it and without a label the link follows the newest",
    }),
    label: ReadableLabel.optional().meta({
      description: "Show what this label names at the moment; not with `version`",
    }),
    password: SharePassword.optional(),
    maxViews: z.int().min(1).max(VIEWS_MAX).optional().meta({ description: "How often the link may be opened" }),
    expiresAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "In the future, at most 5 years ahead" }),
    isPublic: z.boolean().default(false).meta({ description: IS_PUBLIC }),
  })
  .refine(isOne, ONE)
  .meta({ id: "NewShare" });
export type NewShare = z.output<typeof NewShare>;

const limits = {
  isPublic: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
};

const ShareDay = z
  .object({
    day: z.iso.date().meta({ description: "UTC" }),
    views: z.int(),
    refused: z.int().meta({ description: "Wrong passwords, and tries that were too many to be looked at" }),
    ended: z.int().meta({ description: "Came after the link had expired or was used up" }),
  })
  .meta({ id: "ShareDay" });

const own = {
  id: z.uuid().meta({ description: "Names the link to its owner (PUT, DELETE); opens nothing" }),
  promptId: z.uuid(),
  promptTitle: z.string(),
  tokenStart: z.string().nullable().meta({ description: "The first characters of the token, to tell links apart" }),
  state: z.enum(["live", "expired", "used_up", "unavailable"]).meta({
    description: "`unavailable`: the prompt is deleted or removed, or the label is not set",
  }),
  version: z.int().nullable().meta({ description: "null with a null label follows the newest version" }),
  label: z.string().nullable().meta({ description: "Shows what this label names at the moment" }),
  ...limits,
  hasPassword: z.boolean(),
  maxViews: z.int().nullable(),
  viewCount: z.int().meta({ description: "Exact" }),
  lastViewedAt: z.iso.datetime().nullable(),
  refusedCount: z.int().meta({ description: "Wrong passwords so far; like the days up to two seconds late" }),
  endedCount: z.int().meta({ description: "Visits after the end so far" }),
  days: z.array(ShareDay).readonly().meta({ description: "Of the last 30 days those on which somebody came" }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};
export const OwnLink = z
  .object({ ...own, url: z.url().nullable().meta({ description: "Known of a listed link only" }) })
  .meta({ id: "OwnLink" });
export type OwnLink = z.output<typeof OwnLink>;

export const ShareLink = z
  .object({
    ...own,
    token: z
      .string()
      .meta({ description: "Shown only now; unless the link is listed the server keeps a digest of it" }),
    url: z.url().meta({ description: "The page for people" }),
  })
  .meta({ id: "ShareLink" });
export type ShareLink = z.output<typeof ShareLink>;

/** A link as its owner names it. */
export const OwnAddress = z.strictObject({
  token: z.string().meta({ description: "The token of the link, or its id from `/sharing/my-shares`" }),
});

export const ShareChanges = z
  .strictObject({
    version: z.int().min(1).max(VERSION_MAX).nullable().exactOptional(),
    label: ReadableLabel.nullable().exactOptional().meta({ description: "null, as `version`: the newest" }),
    password: SharePassword.nullable().exactOptional().meta({ description: "null takes it away" }),
    maxViews: z.int().min(1).max(VIEWS_MAX).nullable().exactOptional().meta({
      description: "Fewer than there were close the link",
    }),
    expiresAt: z.iso.datetime({ offset: true }).nullable().exactOptional(),
    isPublic: z.boolean().exactOptional().meta({ description: IS_PUBLIC }),
  })
  .refine(isOne, ONE)
  .meta({ id: "ShareChanges" });
export type ShareChanges = z.output<typeof ShareChanges>;

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

/** The form of a prompt's variables: `values[name]` of each, and the pass of who has been shown the prompt. */
export const FillBody = z
  .strictObject({ pass: z.string().max(PASS_MAX), values: z.record(z.string(), z.string()).default({}) })
  .meta({ id: "FillForm" });
