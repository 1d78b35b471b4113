import { createHash } from "node:crypto";
import { Failure } from "../../errors.ts";
import type { WebhookEventType } from "./events.ts";
import type { Delivery, Webhook } from "./schema.ts";

export type WebhookRow = {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly events: string[];
  readonly includesText: boolean;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly disabledAt: Date | null;
  readonly failingSince: Date | null;
  readonly oldSecretValidUntil: Date | null;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const toWebhook = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  description: row.description,
  // The table's check constraints let no other words in.
  events: row.events as WebhookEventType[],
  includesText: row.includesText,
  enabled: row.enabled,
  disabledReason: row.disabledReason as Webhook["disabledReason"],
  disabledAt: row.disabledAt?.toISOString() ?? null,
  failingSince: row.failingSince?.toISOString() ?? null,
  oldSecretValidUntil: row.oldSecretValidUntil?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** `"<id>-r<revision>.<digest>"`: the digest follows what deliveries change of it, which `If-Match` does not mind. */
export function etagOf(row: WebhookRow): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(toWebhook(row)))
    .digest("base64url")
    .slice(0, 11);
  return `"${row.id}-r${row.revision}.${digest}"`;
}

export function requireMatch(ifMatch: string | null, { id, revision }: Pick<WebhookRow, "id" | "revision">): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  const known = `"${id}-r${revision}.`;
  if (!ifMatch.split(",").some((tag) => tag.trim().startsWith(known))) throw new Failure("version_moved");
}

export type DeliveryRow = {
  readonly id: string;
  readonly webhook_id: string;
  readonly state: string;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly attempted_at: Date | null;
  readonly status: number | null;
  readonly duration_ms: number | null;
  readonly failure: string | null;
  readonly answer: string | null;
  readonly created_at: Date;
  readonly event_id: string;
  readonly type: string;
  readonly sequence: number;
  readonly happened_at: Date;
};

export const toDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  event: {
    id: row.event_id,
    type: row.type as Delivery["event"]["type"],
    sequence: row.sequence,
    at: row.happened_at.toISOString(),
  },
  state: row.state as Delivery["state"],
  attempts: row.attempts,
  lastAttempt: row.attempted_at && {
    at: row.attempted_at.toISOString(),
    status: row.status,
    durationMs: row.duration_ms,
    failure: row.failure,
    answer: row.answer,
  },
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});
