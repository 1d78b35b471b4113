import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { oneLine } from "../../contract/person-name.ts";
import { ROLES, TIERS } from "../../contract/tier.ts";

/** Fit into a notification. */
const TITLE_MAX = 150;
const TEXT_MAX = 2_000;
const MODEL_MAX = 100;
const TOKEN_MAX = 200;
/** More people than this are told only after a dry run. */
export const UNTRIED_PEOPLE_MAX = 1_000;

export const CHANNELS = ["in_app", "mail"] as const;
export type Channel = (typeof CHANNELS)[number];
const instant = z.iso.datetime();
const count = z.int().min(0);

/** Whom it is for; what is left out asks for nothing. Suspended and closed accounts are never among them. */
export const Audience = z
  .strictObject({
    subscriptionTier: z.enum(TIERS).exactOptional(),
    role: z.enum(ROLES).exactOptional(),
    emailVerified: z.boolean().exactOptional(),
    activeSince: instant.exactOptional().meta({ description: "Signed in, or called with a key, since then" }),
    createdAfter: instant.exactOptional(),
    createdBefore: instant.exactOptional(),
    selectedModel: z
      .string()
      .min(1)
      .max(MODEL_MAX)
      .exactOptional()
      .meta({ description: "Has a prompt for this model" }),
  })
  .meta({ id: "Audience" });
export type Audience = z.output<typeof Audience>;

const TEXT = /^(?:[^\p{Cc}\p{Cf}\p{Cs}]|[\n\u200C\u200D])*$/u;

export const NewBroadcast = z
  .strictObject({
    title: oneLine(TITLE_MAX).meta({ description: "The subject of the mail" }),
    text: z
      .string()
      .trim()
      .min(1)
      .max(TEXT_MAX)
      .regex(TEXT, "holds a control character or an invisible one")
      .meta({ description: "Plain text; an empty line begins a paragraph" }),
    channels: z
      .array(z.enum(CHANNELS))
      .min(1)
      .max(CHANNELS.length)
      .refine((given) => new Set(given).size === given.length, "names a channel twice"),
    audience: Audience.default({}),
    dryRun: z.boolean().default(false).meta({ description: "Answers how many and whom, and sends nothing" }),
    dryRunToken: z
      .string()
      .min(1)
      .max(TOKEN_MAX)
      .exactOptional()
      .meta({
        description: `Of a dry run of exactly this; wanted for more than ${UNTRIED_PEOPLE_MAX} people. Serves once`,
      }),
  })
  .meta({ id: "NewBroadcast" });
export type NewBroadcast = z.output<typeof NewBroadcast>;

export const DryRun = z
  .object({
    dryRun: z.literal(true),
    people: count,
    sample: z
      .array(z.object({ id: z.uuid(), email: z.string().nullable() }))
      .meta({ description: "Some of them, their addresses masked" }),
    dryRunToken: z.string(),
    expiresAt: instant,
  })
  .meta({ id: "BroadcastDryRun" });
export type DryRun = z.output<typeof DryRun>;

export const Broadcast = z
  .object({
    dryRun: z.literal(false),
    id: z.uuid(),
    title: z.string(),
    text: z.string(),
    channels: z.array(z.enum(CHANNELS)),
    audience: Audience,
    state: z.enum(["queued", "running", "finished", "cancelled"]),
    people: count.meta({ description: "How many there were when it was sent" }),
    queued: count.meta({
      description: "Not told yet, or waiting for their mail; of a cancelled one, who never will be",
    }),
    sent: count,
    suppressed: count.meta({
      description: "Get no such mail: they or their address said no, or it was never confirmed",
    }),
    failed: count.meta({ description: "Their mail was refused for good, or not taken within a day" }),
    createdAt: instant,
    finishedAt: instant
      .nullable()
      .meta({ description: "When everybody had been reached, or it was cancelled; null while a mail waits" }),
  })
  .meta({ id: "Broadcast" });
export type Broadcast = z.output<typeof Broadcast>;

export const BroadcastReply = z.discriminatedUnion("dryRun", [DryRun, Broadcast]).meta({ id: "BroadcastReply" });
export const BroadcastPage = pageOf(Broadcast).meta({ id: "BroadcastPage" });
export const BroadcastQuery = z.strictObject(PageQuery.shape);
export type BroadcastQuery = z.output<typeof BroadcastQuery>;
export const BroadcastId = z.strictObject({ id: z.uuid() });
