import { PERSONAL_TABLES } from "../../../src/features/privacy/index.ts";
import type { World } from "../../world.ts";

/** As the markers of the test are made. */
const MARK = "zq[a-z]+2?[0-9a-f]{16}";

/** What bears no marker, and why: a new column of texts is in here, or the test writes it. */
export const UNWRITTEN: Readonly<Record<string, readonly string[]>> = {
  "an administrator's announcement, which outlives the account": ["broadcasts.body", "broadcasts.title"],
  "written by another server: what its answers hold is tried in test/features/webhooks": [
    "identities.subject",
    "webhook_deliveries.answer",
  ],
  "written of what was marked when it is counted, later than this test looks": [
    "enhancements.label",
    "model_notices.model",
    "model_rollups.label",
    "model_rollups.model",
    "prompt_rollups.label",
    "usage_tracking.label",
    "weekly_reports.figures",
  ],
  "composed of the parts, which are marked": ["prompts.enriched_prompt"],
  "digests, tokens and ids": [
    "api_key_secrets.prefix",
    "audit_log.details",
    "audit_log.network",
    "audit_log.request_id",
    "audit_log.subject_id",
    "change_events.tags",
    "credentials.password_hash",
    "prompt_versions.rules_hash",
    "prompts.rules_hash",
    "shared_prompts.listed_token",
    "shared_prompts.password_hash",
    "shared_prompts.token_start",
    "webhook_events.data",
    "webhook_events.traceparent",
  ],
  "words of ours": [
    "api_keys.scopes",
    "audit_log.action",
    "audit_log.actor_kind",
    "audit_log.outcome",
    "audit_log.subject_type",
    "broadcast_people.state",
    "broadcasts.audience",
    "broadcasts.channels",
    "broadcasts.state",
    "change_events.kind",
    "enhancements.kind",
    "enhancements.model",
    "enhancements.provider",
    "enhancements.state",
    "enhancements.status",
    "exports.state",
    "idempotency_keys.route",
    "idempotency_keys.state",
    "identities.provider",
    "label_events.actor_kind",
    "mail_choices.kind",
    "model_notices.stage",
    "moderation_decisions.previous_status",
    "moderation_decisions.status",
    "notifications.kind",
    "notifications.title",
    "profiles.origin",
    "profiles.role",
    "profiles.subscription_status",
    "profiles.subscription_tier",
    "prompt_test_results.failure",
    "prompt_test_runs.failure",
    "prompt_test_runs.model",
    "prompt_test_runs.state",
    "prompts.category",
    "prompts.moderation_status",
    "quota_usage.kind",
    "sessions.revoked_reason",
    "usage_rollups.action",
    "usage_tracking.action_type",
    "usage_tracking.model_used",
    "usage_tracking.resource_type",
    "webhook_deliveries.failure",
    "webhook_deliveries.state",
    "webhook_events.type",
    "webhooks.disabled_reason",
    "webhooks.events",
  ],
};

/** Columns of texts, in the tables about persons, that bear no marker without a reason, and reasons for what does not exist. */
export async function unmarkedColumns(world: World): Promise<string[]> {
  const names = PERSONAL_TABLES.map(({ name }) => name as string);
  const columns = await world.sql(
    `select c.relname as table, a.attname as column from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'promptr'::regnamespace and c.relname = any($1)
       and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype)`,
    [names],
  );
  const marked = new Set<string>();
  for (const name of names) {
    const found = await world.sql(
      `select distinct field from promptr.${name} one, jsonb_each_text(to_jsonb(one)) as pair (field, value) where value ~ $1`,
      [MARK],
    );
    for (const { field } of found) marked.add(`${name}.${String(field)}`);
  }
  const all = columns.map((one) => `${String(one["table"])}.${String(one["column"])}`);
  const excused = Object.values(UNWRITTEN).flat();
  const missing = excused.filter((column) => !all.includes(column));
  return [...all.filter((column) => !marked.has(column) && !excused.includes(column)), ...missing];
}
