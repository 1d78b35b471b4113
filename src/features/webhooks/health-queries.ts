import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Of = { readonly webhookId: string };

export const noteSuccess = statement((p: Of) =>
  build
    .updateTable("webhooks")
    .set({ failing_since: null })
    .where("id", "=", p.webhookId)
    .where("failing_since", "is not", null),
);

export const noteFailure = statement((p: Of & { now: Date }) =>
  build
    .updateTable("webhooks")
    .set({ failing_since: p.now })
    .where("id", "=", p.webhookId)
    .where("failing_since", "is", null),
);

/** With `failingBefore`, only when it has failed since then without a success between. No row when it stays as it is. */
export const disableWebhook = statement(
  (p: Of & { reason: "gone" | "failing" | "secret_lost"; now: Date; failingBefore: Date | null }) =>
    build
      .updateTable("webhooks")
      .set((eb) => ({
        is_enabled: false,
        disabled_reason: p.reason,
        disabled_at: p.now,
        revision: eb("revision", "+", 1),
      }))
      .where("id", "=", p.webhookId)
      .where("is_enabled", "=", true)
      .where((eb) =>
        eb.or([sql<boolean>`${p.failingBefore}::timestamptz is null`, eb("failing_since", "<=", p.failingBefore)]),
      )
      .returning(["user_id as userId", "url"]),
);

/**
 * Writes an event for each dead letter and each administrator who wants to hear of it. The event's id is made of both, so
 * the same letter is told of once. `since` bounds how far back it looks.
 */
export const tellOfFailures = (p: { since: Date; limit: number }): Query<{ id: string }> => ({
  name: "promptr_webhooks_failures",
  sql: `with letters as (
      select id, source_name, source_id, source_retry_count, created_on from pgboss.job
      where name = 'dead_letter' and created_on >= $1 and source_id is not null order by created_on desc limit $2
    ), told as (
      insert into promptr.webhook_events (id, user_id, type, data)
      select distinct md5(letters.id::text || w.user_id::text)::uuid, w.user_id, 'job.failed', jsonb_build_object(
        'jobId', letters.source_id, 'queue', letters.source_name, 'attempts', letters.source_retry_count + 1, 'by', null)
      from letters join promptr.webhooks w on w.is_enabled and 'job.failed' = any (w.events)
          and w.created_at <= letters.created_on
        join promptr.profiles p on p.id = w.user_id and p.role = 'admin' and p.erased_at is null
      on conflict (id) do nothing returning id, user_id
    )
    insert into promptr.webhook_deliveries (id, webhook_id, user_id, event_id)
    select gen_random_uuid(), w.id, w.user_id, told.id from told
      join promptr.webhooks w on w.user_id = told.user_id and w.is_enabled and 'job.failed' = any (w.events)
    returning id`,
  parameters: [p.since, p.limit],
});
