import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { oneLine } from "../../contract/person-name.ts";
import { overlapSeconds } from "../../contract/rotation.ts";
import { TEST_EVENT, WEBHOOK_EVENT_TYPES } from "./events.ts";

const URL_MAX = 2_000;
const DESCRIPTION_MAX = 200;
/** Replayed by one request. */
export const REPLAY_MAX = 1_000;

const time = z.iso.datetime();
const fields = {
  // Kept in the form it is called by: whoever reads it then sees where requests go.
  url: z
    .url({ normalize: true })
    .max(URL_MAX)
    .meta({ description: "https, port 443 or one from 1024 on, in the open internet" }),
  description: oneLine(DESCRIPTION_MAX).nullable(),
  events: z
    .array(z.enum(WEBHOOK_EVENT_TYPES))
    .min(1)
    .max(WEBHOOK_EVENT_TYPES.length)
    .refine((events) => new Set(events).size === events.length, "names an event twice")
    .meta({ description: "What to tell of; `job.failed` is for administrators" }),
  includesText: z
    .boolean()
    .meta({ description: "Payloads carry the text of the version they are about; without it, ids and numbers only" }),
  enabled: z.boolean(),
};

export const NewWebhook = z
  .strictObject({
    url: fields.url,
    description: fields.description.exactOptional(),
    events: fields.events,
    includesText: fields.includesText.default(false),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: "NewWebhook" });
export type NewWebhook = z.output<typeof NewWebhook>;

/** What is absent stays as it is. */
export const WebhookChanges = z
  .strictObject({
    url: fields.url.exactOptional(),
    description: fields.description.exactOptional(),
    events: fields.events.exactOptional(),
    includesText: fields.includesText.exactOptional(),
    enabled: fields.enabled.exactOptional(),
  })
  .meta({ id: "WebhookChanges" });
export type WebhookChanges = z.output<typeof WebhookChanges>;

export const SecretRotation = z
  .strictObject({
    overlapSeconds: overlapSeconds("How long requests are signed with both secrets; 0 ends the old one at once"),
  })
  .meta({ id: "SecretRotation" });
export type SecretRotation = z.output<typeof SecretRotation>;

export const WebhookId = z.strictObject({ id: z.uuid() });
export const DeliveryId = z.strictObject({ id: z.uuid(), delivery: z.uuid() });
export const WebhookQuery = z.strictObject(PageQuery.shape);

const DISABLED_REASONS = ["gone", "failing", "secret_lost"] as const;
const shape = {
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  includesText: z.boolean(),
  enabled: z.boolean(),
  disabledReason: z.enum(DISABLED_REASONS).nullable().meta({
    description:
      "Why we disabled it: it answered 410, it failed for five days, or the server's own secret changed (rotate it)",
  }),
  disabledAt: time.nullable(),
  failingSince: time.nullable().meta({ description: "The first failure after the last success" }),
  oldSecretValidUntil: time.nullable().meta({ description: "While requests are signed with two secrets" }),
  createdAt: time,
  updatedAt: time,
};
export const Webhook = z.object(shape).meta({ id: "Webhook" });
export type Webhook = z.output<typeof Webhook>;
export const WebhookPage = pageOf(Webhook).meta({ id: "WebhookPage" });
export const WebhookWithSecret = z
  .object({ ...shape, secret: z.string().meta({ description: "`whsec_…`, shown only now" }) })
  .meta({ id: "WebhookWithSecret" });
export type WebhookWithSecret = z.output<typeof WebhookWithSecret>;

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
const TOLD_TYPES = [...WEBHOOK_EVENT_TYPES, TEST_EVENT] as const;

export const DeliveryQuery = z.strictObject({
  ...PageQuery.omit({ include: true }).shape,
  state: z.enum(DELIVERY_STATES).exactOptional(),
  type: z.enum(TOLD_TYPES).exactOptional(),
  since: z.iso.datetime({ offset: true }).exactOptional(),
});
export type DeliveryQuery = z.output<typeof DeliveryQuery>;

export const Delivery = z
  .object({
    id: z.uuid().meta({ description: "The `webhook-id` of every attempt at it" }),
    webhookId: z.uuid(),
    event: z.object({ id: z.uuid(), type: z.enum(TOLD_TYPES), sequence: z.int(), at: time }),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int().meta({ description: "Begun so far; a replay starts anew" }),
    lastAttempt: z
      .object({
        at: time,
        status: z.int().nullable().meta({ description: "What the receiver answered with; null when it did not" }),
        durationMs: z.int().nullable().meta({ description: "null while it runs" }),
        failure: z.string().nullable().meta({
          description:
            "`refused`, `unknown_host`, `timeout`, `tls`, `unreachable`, `secret_lost`, `unreadable` (the event is older than what it is told by) or `answer`",
        }),
        answer: z.string().nullable().meta({ description: "How the answer began, at most 500 characters" }),
      })
      .nullable(),
    nextAttemptAt: time.nullable().meta({ description: "null when none will follow by itself" }),
    createdAt: time,
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.output<typeof Delivery>;
export const DeliveryPage = pageOf(Delivery).meta({ id: "WebhookDeliveryPage" });

export const Replay = z
  .strictObject({
    since: z.iso.datetime({ offset: true }).meta({ description: "Deliveries made since then; 30 days are kept" }),
  })
  .meta({ id: "WebhookReplay" });
export type Replay = z.output<typeof Replay>;
export const Replayed = z
  .object({
    replayed: z.int().meta({ description: `At most ${REPLAY_MAX}, the oldest first` }),
    hasMore: z.boolean().meta({ description: "Ask again: there are more" }),
  })
  .meta({ id: "WebhookReplayed" });
