import type { Delivery, Webhook, WebhookWithSecret } from "./schema.ts";

const at = "2026-11-22T12:00:00.000Z";
const pagination = { limit: 20, hasMore: false, nextCursor: null };

export const NEW_WEBHOOK = {
  url: "https://hooks.example.com/promptr",
  description: "Deploys what is labelled production",
  events: ["label.moved" as const, "prompt.published" as const],
};
export const WEBHOOK: Webhook = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a60",
  ...NEW_WEBHOOK,
  includesText: false,
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  oldSecretValidUntil: null,
  createdAt: at,
  updatedAt: at,
};
export const WEBHOOK_PAGE = { data: [WEBHOOK], pagination };
/** Thirty-two zero bytes: nobody's secret. */
const secret = `whsec_${Buffer.alloc(32).toString("base64")}`;
export const MADE_WEBHOOK: WebhookWithSecret = { ...WEBHOOK, secret };
export const ROTATED: WebhookWithSecret = { ...WEBHOOK, oldSecretValidUntil: "2026-11-23T12:00:00.000Z", secret };

export const DELIVERY: Delivery = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a70",
  webhookId: WEBHOOK.id,
  event: { id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a50", type: "label.moved", sequence: 4711, at },
  state: "pending",
  attempts: 1,
  lastAttempt: { at, status: 503, durationMs: 87, failure: "answer", answer: "Try again later" },
  nextAttemptAt: "2026-11-22T12:00:05.400Z",
  createdAt: at,
};
export const DELIVERY_PAGE = { data: [DELIVERY], pagination };
export const WAITING: Delivery = { ...DELIVERY, attempts: 0, lastAttempt: null, nextAttemptAt: at };
