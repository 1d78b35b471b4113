import { randomUUID } from "node:crypto";
import type { User, World } from "../world.ts";

/** What a test looks for in the rows of `fillTables`. */
export type Filled = { readonly promptId: string; readonly runId: string; readonly shareHash: Buffer };

const DIGEST = `decode(repeat('07', 32), 'hex')`;
const DAY = `'2026-11-01'`;

/** One row of somebody's in every table, or of nobody's where a table is not about people. */
export async function fillTables(world: World, { userId }: User): Promise<Filled> {
  const [prompt, run, thing, key, made, hook] = Array.from({ length: 6 }, () => `'${randomUUID()}'`);
  const who = `'${userId}'`;
  const later = "now() + interval '1 day'";
  const rows = [
    `credentials (user_id, password_hash) values (${who}, '$argon2id$v=19$m=1,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo')`,
    `identities (provider, subject, user_id) values ('supabase', 's', ${who})`,
    `password_resets (user_id, token_hash, expires_at) values (${who}, ${DIGEST}, ${later})`,
    `email_verifications (user_id, token_hash, expires_at) values (${who}, ${DIGEST}, ${later})`,
    `folders (id, user_id, name) values (${thing}, ${who}, 'f')`,
    `prompts (id, user_id, title, task, raw_prompt, quality_score) values (${prompt}, ${who}, 't', 't', 't', 0.5)`,
    `prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
       values (${prompt}, ${who}, 1, ${DIGEST}, 't', 't', 'm', 0.5)`,
    `prompt_labels (prompt_id, user_id, label, version) values (${prompt}, ${who}, 'production', 1)`,
    `label_events (id, prompt_id, user_id, label, to_version, revision, actor_kind)
       values (${thing}, ${prompt}, ${who}, 'production', 1, 1, 'session')`,
    `prompt_stars (prompt_id, user_id) values (${prompt}, ${who})`,
    `prompt_views (prompt_id, day, views) values (${prompt}, ${DAY}, 1)`,
    `shared_prompts (id, prompt_id, created_by, share_token) values (${thing}, ${prompt}, ${who}, ${DIGEST})`,
    `share_days (share_id, day, views) values (${thing}, ${DAY}, 1)`,
    `share_notices (link_id, user_id, mailed_at) values (${thing}, ${who}, now())`,
    `quota_usage (user_id, kind, month, used) values (${who}, 'prompts', ${DAY}, 1)`,
    `enhancements (id, user_id, month, model, provider) values (${thing}, ${who}, ${DAY}, 'm', 'builtin')`,
    `enhancement_results (id, user_id, cache_key, result, expires_at) values (${thing}, ${who}, ${DIGEST}, '{}', ${later})`,
    `idempotency_keys (user_id, key, route, request_hash, state, lease_until, expires_at)
       values (${who}, 'k', 'r', ${DIGEST}, 'running', now(), now())`,
    `rate_limits (key, points) values ('k', 1)`,
    `request_windows (key, slot, counts, granted) values (${DIGEST}, 1, array_fill(0, array[31]), 0)`,
    `api_keys (id, user_id, name, scopes) values (${key}, ${who}, 'n', '{prompts:read}')`,
    `api_key_secrets (secret_hash, api_key_id, user_id, prefix) values (${DIGEST}, ${key}, ${who}, 'xmlp_abcdef')`,
    `api_key_usage (api_key_id, user_id, day, calls) values (${key}, ${who}, ${DAY}, 1)`,
    `notifications (id, user_id, kind, title, body) values (${key}, ${who}, 'k', 't', 'b')`,
    `exports (id, user_id, expires_at) values (${made}, ${who}, now())`,
    `export_chunks (export_id, user_id, part, bytes) values (${made}, ${who}, 0, '\\x00')`,
    `prompt_test_cases (id, user_id, prompt_id, name, variables, expectations) values (${thing}, ${who}, ${prompt}, 'n', '{}', '[]')`,
    `prompt_test_runs (id, user_id, prompt_id, version, model, cases) values (${run}, ${who}, ${prompt}, 1, 'm', 1)`,
    `prompt_test_results (run_id, case_id, user_id, name, passed, checks, duration_ms)
       values (${run}, ${thing}, ${who}, 'n', true, '[]', 1)`,
    `model_catalog (id, provider, listed, first_seen_at, last_seen_at) values ('m', 'openai', true, now(), now())`,
    `model_notices (user_id, model, stage) values (${who}, 'm', 'retiring')`,
    `usage_forgotten (user_id, forgotten_at) values (${who}, now())`,
    `usage_batches (id, first_at, last_at) values (${thing}, now(), now())`,
    `usage_tracking (id, user_id, action_type, batch)
       select ${thing}, ${who}, 'readPrompt', number from promptr.usage_batches where id = ${thing}`,
    `usage_rollups values (${who}, '2026-11-01T00:00Z', 'readPrompt', 1, 1, 0)`,
    `prompt_rollups values (${who}, '2026-11-01T00:00Z', ${prompt}, 1, '', 1, 0)`,
    `model_rollups values (${who}, '2026-11-01T00:00Z', 'm', ${prompt}, 1, '', 1, 1, 0, 1, 0)`,
    `system_rollups values ('2026-11-01T00:00Z', false, '', 1, 1, 0, 0, 0)`,
    `active_days values (${who}, ${DAY}, ('1' || repeat('0', 95))::bit(96))`,
    `weekly_reports (user_id, week, figures) values (${who}, '2026-11-02', '{}')`,
    `change_events (tags, user_id, kind) values ('{t}', ${who}, 'a.b')`,
    `audit_log (actor_kind, actor_id, action, subject_type, owner_id) values ('session', ${who}, 'a.b', 's', ${who})`,
    `mail_choices (user_id, kind, wanted) values (${who}, 'announcements', true)`,
    `mail_suppressions (address_hash, kind, reason) values (${DIGEST}, 'all', 'bounced')`,
    `broadcasts (id, created_by, title, body, channels, audience, people) values (${thing}, ${who}, 't', 'b', '{mail}', '{}', 1)`,
    `broadcast_people (broadcast_id, user_id, state) values (${thing}, ${who}, 'queued')`,
    `moderation_decisions (id, prompt_id, user_id, decided_by, status, previous_status, reason)
       values (${thing}, ${prompt}, ${who}, ${who}, 'flagged', 'approved', 'r')`,
    `paused_queues (name) values ('q')`,
    `signing_keys (id, private_jwk) values ('of a test', '{}')`,
    `webhooks (id, user_id, url, events) values (${hook}, ${who}, 'https://example.com/', '{prompt.created}')`,
    `webhook_secrets (id, webhook_id, user_id, digest) values (${thing}, ${hook}, ${who}, ${DIGEST})`,
    `webhook_events (id, user_id, type, data) values (${thing}, ${who}, 'webhook.test', '{}')`,
    `webhook_deliveries (id, webhook_id, user_id, event_id) values (${thing}, ${hook}, ${who}, ${thing})`,
  ];
  await world.sql(rows.map((row) => `insert into promptr.${row}`).join(";\n"));
  const plain = (quoted = ""): string => quoted.replaceAll("'", "");
  return { promptId: plain(prompt), runId: plain(run), shareHash: Buffer.alloc(32, 7) };
}
