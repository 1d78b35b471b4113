import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

/** Requests to one endpoint, and to all of one person, under way at the same time. */
const PER_WEBHOOK = 4;
const PER_PERSON = 8;

const DUE = "d.state = 'pending' and d.next_attempt_at <= $1 and (d.leased_until is null or d.leased_until <= $1)";
/** Walks from endpoint to endpoint, so that a hundred thousand deliveries to one cost one step. */
const WAITING = `waiting as (
    (select webhook_id from promptr.webhook_deliveries where state = 'pending' order by webhook_id limit 1)
    union all
    select (select d.webhook_id from promptr.webhook_deliveries d
      where d.state = 'pending' and d.webhook_id > waiting.webhook_id order by d.webhook_id limit 1)
    from waiting where waiting.webhook_id is not null)`;
const CALLABLE = `from waiting join promptr.webhooks w on w.id = waiting.webhook_id join promptr.profiles p on p.id = w.user_id
    where w.is_enabled and p.suspended_at is null and p.erased_at is null
      and exists (select from promptr.webhook_deliveries d where d.webhook_id = w.id and ${DUE})`;

/** Whether anything is to be sent now; no row when not. */
export const anythingDue = (now: Date): Query<{ due: boolean }> => ({
  name: "promptr_webhooks_due",
  sql: `with recursive ${WAITING} select true as due ${CALLABLE} limit 1`,
  parameters: [now],
});

/** Endpoints with something to send, chosen at random, so that none is always last; another process takes others. */
export const lockEndpoints = (now: Date, limit: number): Query<{ id: string }> => ({
  name: "promptr_webhooks_lock",
  sql: `with recursive ${WAITING} select w.id ${CALLABLE} order by random() limit $2 for no key update of w skip locked`,
  parameters: [now, limit],
});

export type Claimed = {
  readonly id: string;
  readonly webhook_id: string;
  readonly user_id: string;
  readonly attempts: number;
};

/**
 * Takes due deliveries of locked endpoints until `leasedUntil`: whoever dies loses them then. Ask after `lockEndpoints`: a
 * statement of its own sees what the last claim took.
 */
export const claimDeliveries = (p: {
  now: Date;
  leasedUntil: Date;
  webhookIds: readonly string[];
  limit: number;
}): Query<Claimed> => ({
  name: "promptr_webhooks_claim",
  sql: `with room as (
      select w.id, w.user_id, ${PER_WEBHOOK} - (select count(*) from promptr.webhook_deliveries l
        where l.user_id = w.user_id and l.webhook_id = w.id and l.leased_until > $1) as places
      from promptr.webhooks w where w.id = any ($3::uuid[])
    ), chosen as (
      select due.id, due.next_attempt_at, (select count(*) from promptr.webhook_deliveries l
          where l.user_id = room.user_id and l.leased_until > $1)
        + row_number() over (partition by room.user_id order by due.next_attempt_at, due.id) as place
      from room cross join lateral (
        select d.id, d.next_attempt_at from promptr.webhook_deliveries d where d.webhook_id = room.id and ${DUE}
        order by d.next_attempt_at, d.id limit greatest(0, room.places)) as due
    ), taken as (
      select id from chosen where place <= ${PER_PERSON} order by place, next_attempt_at limit $4
    )
    update promptr.webhook_deliveries d set attempts = d.attempts + 1, leased_until = $2, attempted_at = $1
    from taken where d.id = taken.id returning d.id, d.webhook_id, d.user_id, d.attempts`,
  parameters: [p.now, p.leasedUntil, p.webhookIds, p.limit],
});

type One = { readonly id: string };
const FIELDS = ["role", "task", "context", "requirements", "style", "output"] as const;

/** What a request to the receiver is made of; the text only where it is wanted and there is one. */
export const deliveryToSend = statement((p: One) =>
  build
    .selectFrom("webhook_deliveries as d")
    .innerJoin("webhooks as w", "w.id", "d.webhook_id")
    .innerJoin("webhook_events as e", "e.id", "d.event_id")
    .select([
      "w.url",
      "w.includes_text as includesText",
      "e.id",
      "e.type",
      "e.data",
      "e.sequence",
      "e.created_at as createdAt",
      "e.traceparent",
    ])
    .select((eb) =>
      eb
        .selectFrom("prompt_versions as v")
        .select(
          sql<object>`jsonb_build_object(${sql.join([
            ...FIELDS.flatMap((field) => [sql.lit(field), sql.ref(`v.${field}`)]),
            sql.lit("rawPrompt"),
            sql.ref("v.raw_prompt"),
            sql.lit("selectedModel"),
            sql.ref("v.selected_model"),
          ])})`.as("text"),
        )
        .where("w.includes_text", "=", true)
        .whereRef("v.user_id", "=", "w.user_id")
        .where("v.prompt_id", "=", sql<string>`(e.data ->> 'promptId')::uuid`)
        .where("v.version", "=", sql<number>`(e.data ->> 'version')::int`)
        .as("text"),
    )
    .where("d.id", "=", p.id),
);

/** Newest first: the order of the signatures. */
export const secretsToSign = statement((p: { webhookId: string; now: Date }) =>
  build
    .selectFrom("webhook_secrets")
    .select(["id", "digest"])
    .where("webhook_id", "=", p.webhookId)
    .where((eb) => eb.or([eb("not_after", "is", null), eb("not_after", ">", p.now)]))
    .orderBy((eb) => eb("not_after", "is", null), "desc")
    .orderBy("created_at", "desc")
    .limit(2),
);

export type Result = {
  readonly state: "pending" | "delivered" | "failed";
  readonly status: number | null;
  readonly durationMs: number;
  readonly failure: string | null;
  readonly answer: string | null;
  readonly nextAttemptAt: Date | null;
};

/** No row when the lease was lost to another attempt, or the delivery is gone. */
export const recordResult = statement((p: One & Result & { attempts: number }) =>
  build
    .updateTable("webhook_deliveries")
    .set({
      state: p.state,
      status: p.status,
      duration_ms: p.durationMs,
      failure: p.failure,
      answer: p.answer,
      next_attempt_at: p.nextAttemptAt,
      leased_until: null,
    })
    .where("id", "=", p.id)
    .where("attempts", "=", p.attempts)
    .where("state", "=", "pending")
    .returning("id"),
);
