import { z } from "zod";
import type { WebhookDoc } from "../../contract/webhook.ts";

const by = z
  .object({ id: z.uuid() })
  .nullable()
  .meta({ description: "Who did it; null for a job, an operator, or a visitor nobody knows" });
const version = z.int().nullable();
const prompt = {
  promptId: z.uuid(),
  version: z.int(),
  revision: z.int(),
  isPublic: z.boolean(),
  deletedAt: z.string().nullable(),
  by,
};

const promptId = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";
const ada = { id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a01" };
const PROMPT = { promptId, version: 1, revision: 1, isPublic: false, deletedAt: null, by: ada };

const event = <D extends z.ZodObject>(doc: string, data: D, example: z.input<D>) => ({ doc, data, example });

/** Everything a receiver can be told of: what `data` holds, and an example of it. */
export const WEBHOOK_EVENTS = {
  "prompt.created": event("A prompt was made, also by an import or a fork.", z.object(prompt), PROMPT),
  "prompt.updated": event(
    "A prompt changed: its content (then `version` is not `previousVersion`), anything else of it, its removal " +
      "(`deletedAt`) or its return.",
    z.object({ ...prompt, previousVersion: z.int() }),
    { ...PROMPT, version: 2, revision: 2, previousVersion: 1 },
  ),
  "prompt.published": event("A prompt became public.", z.object(prompt), { ...PROMPT, revision: 3, isPublic: true }),
  "label.moved": event(
    "A label was set, moved, or taken away (`version` is null).",
    z.object({ promptId: z.uuid(), label: z.string(), version, previousVersion: version, by }),
    { promptId, label: "production", version: 3, previousVersion: 1, by: ada },
  ),
  "share.opened": event(
    "Somebody opened a share link: one event for each view that was counted, none for previews and crawlers.",
    z.object({
      shareId: z.uuid(),
      promptId: z.uuid(),
      version,
      viewCount: z.int(),
      maxViews: z.int().nullable(),
      by: z.null(),
    }),
    {
      shareId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a20",
      promptId,
      version: 3,
      viewCount: 7,
      maxViews: 10,
      by: null,
    },
  ),
  "enrichment.completed": event(
    "An enhancement is done; one that failed is not told of.",
    z.object({
      enrichmentId: z.uuid(),
      promptId: z.uuid().nullable(),
      version,
      status: z.string().nullable(),
      model: z.string(),
      inputTokens: z.int(),
      outputTokens: z.int(),
      costUsd: z.number(),
      by,
    }),
    {
      enrichmentId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a30",
      promptId,
      version: null,
      status: "improved",
      model: "claude-sonnet-4",
      inputTokens: 812,
      outputTokens: 640,
      costUsd: 0.012036,
      by: ada,
    },
  ),
  "job.failed": event(
    "A background job failed for good and lies among the dead letters. For administrators only.",
    z.object({ jobId: z.uuid(), queue: z.string(), attempts: z.int(), by: z.null() }),
    { jobId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a40", queue: "mail.send", attempts: 5, by: null },
  ),
} as const;
export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;
export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENTS) as [WebhookEventType, ...WebhookEventType[]];
/** Only for administrators: jobs are the installation's, not a person's. */
export const ADMIN_EVENT: WebhookEventType = "job.failed";
/** What `POST /webhooks/:id/test` sends; nobody subscribes to it. */
export const TEST_EVENT = "webhook.test";
const TestData = z.object({ webhookId: z.uuid(), by });

/** The text of the version an event is about, for webhooks that ask for it. */
export const VersionText = z
  .object({
    role: z.string().nullable(),
    task: z.string(),
    context: z.string().nullable(),
    requirements: z.string().nullable(),
    style: z.string().nullable(),
    output: z.string().nullable(),
    rawPrompt: z.string(),
    selectedModel: z.string(),
  })
  .meta({ id: "WebhookText" });

const envelope = (type: string, data: z.ZodObject) =>
  z.object({
    id: z.uuid().meta({ description: "The event; `webhook-id` names its delivery to one endpoint" }),
    type: z.literal(type),
    timestamp: z.iso.datetime().meta({ description: "When it happened" }),
    sequence: z.int().meta({ description: "Grows from event to event: the order of deliveries is not promised" }),
    data,
    text: VersionText.nullable()
      .exactOptional()
      .meta({ description: "With `includesText` only; null when that version is gone, or the event is about none" }),
  });

const schemaOf = (type: string): z.ZodObject =>
  type in WEBHOOK_EVENTS ? WEBHOOK_EVENTS[type as WebhookEventType].data : TestData;

type Told = {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly sequence: number;
  readonly data: unknown;
  /** Undefined where it was not asked for. */
  readonly text: unknown;
};

/** The body of a request to a receiver. Every attempt at a delivery sends the same. */
export function bodyOf({ id, type, createdAt, sequence, data, text }: Told): string {
  const told = { id, type, timestamp: createdAt.toISOString(), sequence, data: schemaOf(type).parse(data) };
  return JSON.stringify({ ...told, ...(text !== undefined && { text }) });
}

/** The events as the OpenAPI document lists them. */
export const WEBHOOK_DOCS: readonly WebhookDoc[] = WEBHOOK_EVENT_TYPES.map((type) => {
  const { doc, data, example } = WEBHOOK_EVENTS[type];
  const id = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a50";
  const told = { id, type, timestamp: "2026-11-22T12:00:00.000Z", sequence: 4711, data: example };
  return { type, doc, payload: envelope(type, data), example: told };
});
