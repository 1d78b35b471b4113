import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Of = { readonly userId: string; readonly webhookId: string };

const shown = (p: Of) =>
  build
    .selectFrom("webhook_deliveries as d")
    .innerJoin("webhook_events as e", (join) =>
      join.onRef("e.id", "=", "d.event_id").onRef("e.user_id", "=", "d.user_id"),
    )
    .select([
      ...([
        "d.id",
        "d.webhook_id",
        "d.state",
        "d.attempts",
        "d.next_attempt_at",
        "d.attempted_at",
        "d.status",
      ] as const),
      ...(["d.duration_ms", "d.failure", "d.answer", "d.created_at", "e.id as event_id", "e.type"] as const),
      ...(["e.sequence", "e.created_at as happened_at"] as const),
    ])
    .where("d.webhook_id", "=", p.webhookId)
    .where("d.user_id", "=", p.userId);

type Wanted = Of & {
  state: string | null;
  type: string | null;
  since: Date | null;
  value: string | number;
  id: string;
  limit: number;
  offset: number;
};

/** Newest first, what comes after the place given by `value` (a time) and `id`. */
export const deliveriesOf = statement((p: Wanted) =>
  shown(p)
    .where(sql<boolean>`(d.created_at, d.id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .where(sql<boolean>`(${p.since}::timestamptz is null or d.created_at >= ${p.since}::timestamptz)`)
    .where(sql<boolean>`(${p.state}::text is null or d.state = ${p.state}::text)`)
    .where(sql<boolean>`(${p.type}::text is null or e.type = ${p.type}::text)`)
    .orderBy("d.created_at", "desc")
    .orderBy("d.id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const deliveryOf = statement((p: Of & { id: string }) => shown(p).where("d.id", "=", p.id));

export const webhookState = statement((p: Of) =>
  build.selectFrom("webhooks").select("is_enabled").where("id", "=", p.webhookId).where("user_id", "=", p.userId),
);

/** The same, and the webhook stays until the transaction ends: deliveries are only written for one that is there. */
export const heldWebhook = statement((p: Of) =>
  build
    .selectFrom("webhooks")
    .select("is_enabled")
    .where("id", "=", p.webhookId)
    .where("user_id", "=", p.userId)
    .forKeyShare(),
);

/** Sends one again from the first attempt on; what waits is only drawn forward, and what is under way goes on. */
export const replayDelivery = statement((p: Of & { id: string; now: Date }) =>
  build
    .updateTable("webhook_deliveries")
    .set({
      state: "pending",
      attempts: sql<number>`case when state = 'pending' then attempts else 0 end`,
      next_attempt_at: p.now,
    })
    .where("id", "=", p.id)
    .where("webhook_id", "=", p.webhookId)
    .where("user_id", "=", p.userId)
    .returning("id"),
);

/** The oldest failed ones since a time; one row for each that will be sent again. */
export const replayFailed = (p: Of & { since: Date; now: Date; limit: number }): Query<{ id: string }> => ({
  name: "promptr_replay_failed",
  sql: `update promptr.webhook_deliveries set state = 'pending', attempts = 0, next_attempt_at = $4
    where webhook_id = $1 and user_id = $2 and id in (
      select id from promptr.webhook_deliveries
      where webhook_id = $1 and user_id = $2 and state = 'failed' and created_at >= $3
      order by created_at, id limit $5) and state = 'failed'
    returning id`,
  parameters: [p.webhookId, p.userId, p.since, p.now, p.limit],
});

/** An event for one endpoint only, whatever it listens to. */
export const insertTest = (
  p: Of & { eventId: string; deliveryId: string; type: string; data: string },
): Query<unknown> => ({
  name: "promptr_test_webhook",
  sql: `with told as (
      insert into promptr.webhook_events (id, user_id, type, data) values ($1, $2, $3, $4::jsonb) returning id
    )
    insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id) select $5, $6, $2, told.id from told`,
  parameters: [p.eventId, p.userId, p.type, p.data, p.deliveryId, p.webhookId],
});
