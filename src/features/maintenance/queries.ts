import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

/** Rows removed in one statement. */
const BATCH = 5_000;
/** Rows that take others along, or are large. */
const SMALL_BATCH = 500;
const CHUNK_BATCH = 100;
/** SPEC: the newest thousand are kept. */
const NOTIFICATIONS_KEPT = 1_000;
/** Of webhooks, by person: a day of a link that is opened every two seconds. */
const DELIVERIES_KEPT = 50_000;
/** People whose notifications are cut in one statement. */
const CROWDED_BATCH = 20;

/** Deletes at most a batch of the rows that ended before `before`; returns one row for each. */
const sweep = (
  table: string,
  key: string,
  condition: string,
  before: Date | number | string,
  batch = BATCH,
): Query<unknown> => ({
  sql: `delete from promptr.${table} where (${key}) in (select ${key} from promptr.${table} where ${condition} limit ${batch}) returning 1`,
  parameters: [before],
});

/** Before their sessions, which would take along hundreds each. */
export const tokensOfEndedSessions = (before: Date): Query<unknown> => ({
  sql: `delete from promptr.refresh_tokens where token_hash in (
    select r.token_hash from promptr.sessions s join promptr.refresh_tokens r on r.session_id = s.id
    where s.expires_at < $1 limit ${BATCH}) returning 1`,
  parameters: [before],
});
export const expiredSessions = (before: Date) => sweep("sessions", "id", "expires_at < $1", before);
export const expiredIdempotencyKeys = (before: Date) =>
  sweep("idempotency_keys", "user_id, key", "expires_at < $1", before);
export const expiredRateLimits = (before: Date) => sweep("rate_limits", "key", "expire < $1", before.getTime());
/** Thirty-one slots of half a minute count (db/request-windows.ts); of these nothing does any more. */
export const expiredRequestWindows = (before: Date) =>
  sweep("request_windows", "key", "slot < $1", Math.floor(before.getTime() / 30_000) - 31);
export const expiredResets = (before: Date) => sweep("password_resets", "user_id", "expires_at < $1", before);
export const expiredVerifications = (before: Date) =>
  sweep("email_verifications", "user_id", "expires_at < $1", before);
export const oldChanges = (before: Date) => sweep("change_events", "id", "created_at < $1", before);
export const endedSecrets = (before: Date) => sweep("api_key_secrets", "secret_hash", "not_after < $1", before);
/** With the deliveries of them that are left. */
export const oldWebhookEvents = (before: Date) => sweep("webhook_events", "id", "created_at < $1", before, SMALL_BATCH);
export const endedWebhookSecrets = (before: Date) => sweep("webhook_secrets", "id", "not_after < $1", before);
/** All but the newest events of people who have more; their deliveries go with them. */
export const crowdedWebhookEvents = (): Query<unknown> => ({
  sql: `delete from promptr.webhook_events where id in (
    select old.event_id from (select distinct user_id from promptr.webhooks) as listening cross join lateral (
      select event_id from promptr.webhook_deliveries d where d.user_id = listening.user_id
      order by created_at desc, id desc offset ${DELIVERIES_KEPT} limit ${SMALL_BATCH}
    ) as old) returning 1`,
  parameters: [],
});
/** Before their prompts: one may have thousands of long versions, and labels hold on to them. */
export const labelsOfDeletedPrompts = (before: Date): Query<unknown> =>
  ofDeletedPrompts("prompt_labels", "label", before);
export const versionsOfDeletedPrompts = (before: Date): Query<unknown> =>
  ofDeletedPrompts("prompt_versions", "version", before);
const ofDeletedPrompts = (table: string, key: string, before: Date): Query<unknown> => ({
  sql: `delete from promptr.${table} where (prompt_id, ${key}) in (
    select t.prompt_id, t.${key} from promptr.prompts p join promptr.${table} t on t.prompt_id = p.id
    where p.deleted_at < $1 limit ${SMALL_BATCH}) returning 1`,
  parameters: [before],
});
export const deletedPrompts = (before: Date) => sweep("prompts", "id", "deleted_at < $1", before, SMALL_BATCH);
export const endedShares = (before: Date) =>
  sweep("shared_prompts", "id", "coalesce(revoked_at, expires_at) < $1", before);
/** With the results of fifty cases each, and their answers. */
export const oldTestRuns = (before: Date) => sweep("prompt_test_runs", "id", "created_at < $1", before, CHUNK_BATCH);
/** Their chunks are gone long before. */
export const endedExports = (before: Date) => sweep("exports", "id", "expires_at < $1", before, SMALL_BATCH);
export const expiredResults = (before: Date) =>
  sweep("enhancement_results", "id", "expires_at < $1", before, SMALL_BATCH);
/** `before` is a day, `2026-11-22`. */
export const oldKeyUsage = (before: string) => sweep("api_key_usage", "api_key_id, day", "day < $1::date", before);
/** Views by the day; a prompt's total stays. */
export const oldViews = (before: string) => sweep("prompt_views", "prompt_id, day", "day < $1::date", before);
/** Before their broadcasts, which would take along one for each person. */
export const peopleOfOldBroadcasts = (before: Date): Query<unknown> => ({
  sql: `delete from promptr.broadcast_people where (broadcast_id, user_id) in (
    select r.broadcast_id, r.user_id from promptr.broadcasts b join promptr.broadcast_people r on r.broadcast_id = b.id
    where b.created_at < $1 limit ${BATCH}) returning 1`,
  parameters: [before],
});
export const oldBroadcasts = (before: Date) => sweep("broadcasts", "id", "created_at < $1", before, SMALL_BATCH);
/** Visits to links by the day; a link's totals stay. */
export const oldShareDays = (before: string) => sweep("share_days", "share_id, day", "day < $1::date", before);
export const oldNotifications = (before: Date) => sweep("notifications", "id", "created_at < $1", before);

/** Of jobs that were done after all: the queue forgets the job first, and its dead letter would look like work to do. */
export const settledDeadLetters = (): Query<unknown> => ({
  sql: `delete from pgboss.job where name = 'dead_letter' and id in (
    select d.id from pgboss.job d join pgboss.job s on s.name = d.source_name and s.id = d.source_id
    where d.name = 'dead_letter' and s.state = 'completed' limit ${SMALL_BATCH}) returning 1`,
  parameters: [],
});

/** The files of exports that have expired or failed; the rows stay, to say so. */
export const chunksOfEndedExports = (now: Date): Query<unknown> => ({
  sql: `delete from promptr.export_chunks where (export_id, part) in (
    select c.export_id, c.part from promptr.exports e join promptr.export_chunks c on c.export_id = e.id
    where e.expires_at < $1 or e.state = 'failed' limit ${CHUNK_BATCH}) returning 1`,
  parameters: [now],
});

/**
 * An attempt moves the expiry on when it begins, so one that was not moved beyond `lastMovedTo` began long ago. One that
 * waits is failed only when the queue has forgotten its job: others may be before it for hours.
 */
export const failStuckExports = statement((p: { lastMovedTo: Date; forgottenBefore: Date; now: Date }) =>
  build
    .updateTable("exports")
    .set({ state: "failed", finished_at: p.now })
    .where((eb) =>
      eb.or([
        eb.and([eb("state", "=", "running"), eb("expires_at", "<", p.lastMovedTo)]),
        eb.and([eb("state", "=", "queued"), eb("created_at", "<", p.forgottenBefore)]),
      ]),
    ),
);

/** A run ends itself long before; one that has not was left by a job that failed for good. */
export const failStuckTestRuns = statement((p: { startedBefore: Date; now: Date }) =>
  build
    .updateTable("prompt_test_runs")
    .set({ state: "failed", failure: "It was left unfinished", finished_at: p.now })
    .where("state", "in", ["queued", "running"])
    .where(sql<Date>`coalesce(started_at, created_at)`, "<", p.startedBefore),
);

/** All but the newest thousand of people who have more. */
export const crowdedNotifications = (): Query<unknown> => ({
  sql: `delete from promptr.notifications where id in (
    select old.id from (
      select user_id from promptr.notifications group by user_id having count(*) > ${NOTIFICATIONS_KEPT} limit ${CROWDED_BATCH}
    ) as crowded cross join lateral (
      select id from promptr.notifications n where n.user_id = crowded.user_id
      order by created_at desc, id desc offset ${NOTIFICATIONS_KEPT} limit ${SMALL_BATCH}
    ) as old) returning 1`,
  parameters: [],
});

/** `month` is a day of it; false when its partition is there. */
export const addAuditMonth = (month: string): Query<{ added: boolean }> => ({
  sql: "select promptr.add_month_partition('audit_log', $1::date) as added",
  parameters: [month],
});

/** Reservations whose process died: refunded once, and the month's counter with them, in one statement. */
export const refundAbandoned = (before: Date) =>
  build
    .with("abandoned", (db) =>
      db
        .updateTable("enhancements")
        .set({ state: "refunded", finished_at: sql<Date>`now()` })
        .where("state", "=", "reserved")
        .where("created_at", "<", before)
        .returning(["user_id", "month"]),
    )
    .with("counts", (db) =>
      db
        .selectFrom("abandoned")
        .select(["user_id", "month", sql<number>`count(*)::int`.as("number")])
        .groupBy(["user_id", "month"]),
    )
    .updateTable("quota_usage")
    .from("counts")
    .set({ used: sql<number>`greatest(0, quota_usage.used - counts.number)` })
    .whereRef("quota_usage.user_id", "=", "counts.user_id")
    .whereRef("quota_usage.month", "=", "counts.month")
    .where("quota_usage.kind", "=", "enrichments");
