// Written by scripts/tables.ts from the migrations; do not edit.

import type { Generated } from "kysely";

/** jsonb: objects are sent as JSON text and read back parsed. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type ActiveDaysTable = { user_id: string; day: string; quarters: string };

export type ApiKeySecretsTable = {
  secret_hash: Buffer;
  api_key_id: string;
  user_id: string;
  prefix: string;
  not_after: Date | null;
  last_used_at: Date | null;
  created_at: Generated<Date>;
};

export type ApiKeyUsageTable = { api_key_id: string; user_id: string; day: string; calls: number };

export type ApiKeysTable = {
  id: string;
  user_id: string;
  name: string;
  scopes: string[];
  allowed_cidrs: string[] | null;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_ip: string | null;
  revision: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type AuditHeadTable = { only_one: Generated<boolean>; seq: number; hash: Buffer };

export type AuditLogTable = {
  seq: Generated<number>;
  created_at: Generated<Date>;
  actor_kind: "session" | "supabase" | "api_key" | "operator" | "job" | "nobody";
  actor_id: string | null;
  action: string;
  outcome: Generated<"done" | "denied">;
  subject_type: string;
  subject_id: string | null;
  owner_id: string | null;
  request_id: string | null;
  network: string | null;
  details: Generated<Json>;
  previous_hash: Generated<Buffer>;
  hash: Generated<Buffer>;
};

export type BroadcastPeopleTable = {
  broadcast_id: string;
  user_id: string;
  state: "queued" | "sent" | "suppressed" | "failed";
  changed_at: Generated<Date>;
};

export type BroadcastsTable = {
  id: string;
  created_by: string;
  title: string;
  body: string;
  channels: string[];
  audience: Json;
  people: number;
  dry_run_digest: Buffer | null;
  state: Generated<"queued" | "running" | "finished" | "cancelled">;
  reached_until: Generated<string>;
  reached: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  finished_at: Date | null;
};

export type CategoriesTable = { name: string; description: string };

export type ChangeEventsTable = {
  id: number;
  xid: Generated<string>;
  tags: string[];
  user_id: string | null;
  kind: string | null;
  data: Generated<Json>;
  created_at: Generated<Date>;
};

export type CredentialsTable = {
  user_id: string;
  password_hash: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type EmailVerificationsTable = {
  user_id: string;
  token_hash: Buffer;
  created_at: Generated<Date>;
  expires_at: Date;
};

export type EnhancementResultsTable = {
  id: string;
  user_id: string;
  prompt_id: string | null;
  prompt_version: number | null;
  cache_key: Buffer;
  result: Json;
  created_at: Generated<Date>;
  expires_at: Date;
};

export type EnhancementsTable = {
  id: string;
  user_id: string;
  prompt_id: string | null;
  month: string;
  state: Generated<"reserved" | "settled" | "refunded">;
  status: "improved" | "already_good" | "needs_input" | "answered" | null;
  model: string;
  provider: string;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  cost_usd: Generated<number>;
  created_at: Generated<Date>;
  finished_at: Date | null;
  kind: Generated<"enhance" | "run" | "test">;
  prompt_version: number | null;
  label: string | null;
};

export type ExportChunksTable = { export_id: string; user_id: string; part: number; bytes: Buffer };

export type ExportsTable = {
  id: string;
  user_id: string;
  state: Generated<"queued" | "running" | "ready" | "failed">;
  bytes: number | null;
  sha256: Buffer | null;
  download_hash: Buffer | null;
  created_at: Generated<Date>;
  finished_at: Date | null;
  expires_at: Date;
};

export type FeatureFlagsTable = { name: string; description: string; enabled: boolean };

export type FoldersTable = {
  id: string;
  user_id: string;
  parent_id: string | null;
  name: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type IdempotencyKeysTable = {
  user_id: string;
  key: string;
  route: string;
  request_hash: Buffer;
  state: "running" | "done";
  lease_until: Date;
  status: number | null;
  body: string | null;
  expires_at: Date;
  created_at: Generated<Date>;
};

export type IdentitiesTable = { provider: string; subject: string; user_id: string; created_at: Generated<Date> };

export type LabelEventsTable = {
  id: string;
  prompt_id: string;
  user_id: string;
  label: string;
  from_version: number | null;
  to_version: number | null;
  revision: number;
  actor_id: string | null;
  actor_kind: "session" | "supabase" | "api_key" | "job";
  reason: string | null;
  undoes: string | null;
  created_at: Generated<Date>;
};

export type MailChoicesTable = {
  user_id: string;
  kind: "announcements" | "model_retiring" | "weekly_report" | "quota_reached" | "share_opened";
  wanted: boolean;
  changed_at: Generated<Date>;
};

export type MailSuppressionsTable = {
  address_hash: Buffer;
  kind: "announcements" | "model_retiring" | "weekly_report" | "quota_reached" | "share_opened" | "all";
  reason: "unsubscribed" | "bounced";
  created_at: Generated<Date>;
};

export type ModelCatalogTable = {
  id: string;
  provider: string;
  listed: boolean;
  context_window: number | null;
  max_output_tokens: number | null;
  structured_output: boolean | null;
  retires_on: string | null;
  replacement: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
};

export type ModelNoticesTable = {
  user_id: string;
  model: string;
  stage: "retiring" | "retired";
  created_at: Generated<Date>;
};

export type ModelRollupsTable = {
  user_id: string;
  slot: Date;
  model: string;
  prompt_id: string;
  prompt_version: number;
  label: string;
  latency_class: number;
  calls: number;
  failures: number;
  tokens_used: number;
  cost_usd: number;
};

export type ModerationDecisionsTable = {
  id: string;
  prompt_id: string;
  user_id: string;
  decided_by: string;
  status: "approved" | "flagged" | "removed";
  previous_status: "approved" | "flagged" | "removed";
  reason: string | null;
  is_final: Generated<boolean>;
  appeal: string | null;
  appealed_at: Date | null;
  superseded_at: Date | null;
  created_at: Generated<Date>;
};

export type NotificationsTable = {
  id: string;
  user_id: string;
  kind: string;
  title: string;
  body: string;
  created_at: Generated<Date>;
  read_at: Date | null;
};

export type PasswordResetsTable = {
  user_id: string;
  token_hash: Buffer;
  created_at: Generated<Date>;
  expires_at: Date;
};

export type PausedQueuesTable = { name: string; paused_at: Generated<Date> };

export type ProfilesTable = {
  id: string;
  email: string | null;
  full_name: string;
  subscription_tier: Generated<"free" | "pro">;
  subscription_status: Generated<"inactive" | "active" | "past_due" | "canceled">;
  preferences: Generated<Json>;
  role: Generated<"user" | "admin">;
  suspended_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  origin: Generated<"local" | "supabase">;
  email_verified_at: Date | null;
  owner_proved_at: Date | null;
  admin_listed_at: Date | null;
  erased_at: Date | null;
  protected_labels: Generated<string[]>;
};

export type PromptLabelsTable = {
  prompt_id: string;
  user_id: string;
  label: string;
  version: number;
  revision: Generated<number>;
  updated_by: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type PromptRollupsTable = {
  user_id: string;
  slot: Date;
  prompt_id: string;
  prompt_version: number;
  label: string;
  requests: number;
  failures: number;
};

export type PromptStarsTable = { prompt_id: string; user_id: string; created_at: Generated<Date> };

export type PromptTestCasesTable = {
  id: string;
  user_id: string;
  prompt_id: string;
  name: string;
  variables: Json;
  expectations: Json;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type PromptTestResultsTable = {
  run_id: string;
  case_id: string;
  user_id: string;
  name: string;
  passed: boolean;
  answer: string | null;
  checks: Json;
  failure: string | null;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  cost_usd: Generated<number>;
  duration_ms: number;
  created_at: Generated<Date>;
};

export type PromptTestRunsTable = {
  id: string;
  user_id: string;
  prompt_id: string;
  version: number;
  model: string;
  state: Generated<"queued" | "running" | "done" | "failed">;
  cases: number;
  failure: string | null;
  worker: string | null;
  draft: Json | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  finished_at: Date | null;
};

export type PromptVersionsTable = {
  prompt_id: string;
  user_id: string;
  version: number;
  author_id: string | null;
  message: string | null;
  content_hash: Buffer;
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  raw_prompt: string;
  selected_model: string;
  quality_score: number;
  created_at: Generated<Date>;
  variables: Generated<Json>;
  score_version: number | null;
  rules_hash: string | null;
};

export type PromptViewsTable = { prompt_id: string; day: string; views: number };

export type PromptsTable = {
  id: string;
  user_id: string;
  title: string;
  description: string | null;
  category: Generated<string>;
  tags: Generated<string[]>;
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  raw_prompt: string;
  enriched_prompt: string | null;
  selected_model: Generated<string>;
  quality_score: number;
  is_public: Generated<boolean>;
  moderation_status: Generated<"approved" | "flagged" | "removed">;
  view_count: Generated<number>;
  version: Generated<number>;
  revision: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Date | null;
  slug: Generated<string>;
  folder_id: string | null;
  variables: Generated<Json>;
  star_count: Generated<number>;
  fork_count: Generated<number>;
  trend_score: Generated<number>;
  published_at: Date | null;
  forked_from: string | null;
  forked_version: number | null;
  search_title: Generated<string>;
  search_body: Generated<string>;
  search: Generated<string | null>;
  simhash: number | null;
  score_version: number | null;
  rules_hash: string | null;
};

export type QuotaUsageTable = {
  user_id: string;
  kind: "prompts" | "enrichments" | "api_calls";
  month: string;
  used: number;
  told_at: Date | null;
};

export type RateLimitsTable = { key: string; points: Generated<number>; expire: number | null };

export type RefreshTokensTable = {
  token_hash: Buffer;
  session_id: string;
  created_at: Generated<Date>;
  replaced_at: Date | null;
};

export type RequestWindowsTable = { key: Buffer; slot: number; counts: number[]; granted: number };

export type SchemaMigrationsTable = {
  name: string;
  checksum: string;
  applied_at: Generated<Date>;
  oldest_program: string | null;
};

export type ServerSecretsTable = { name: string; secret: Buffer; created_at: Generated<Date> };

export type SessionsTable = {
  id: string;
  user_id: string;
  ip: string | null;
  user_agent: string | null;
  created_at: Generated<Date>;
  last_used_at: Generated<Date>;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_reason:
    "logout" | "logout_all" | "refresh_reuse" | "ended" | "password_changed" | "password_reset" | "erased" | null;
};

export type ShareDaysTable = {
  share_id: string;
  day: string;
  views: Generated<number>;
  refused: Generated<number>;
  ended: Generated<number>;
};

export type ShareNoticesTable = { link_id: string; user_id: string; mailed_at: Date };

export type SharedPromptsTable = {
  id: string;
  prompt_id: string;
  created_by: string;
  share_token: Buffer;
  version: number | null;
  is_public: Generated<boolean>;
  password_hash: string | null;
  max_views: number | null;
  view_count: Generated<number>;
  last_viewed_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  is_told: Generated<boolean>;
  label: string | null;
  token_start: string | null;
  listed_token: string | null;
  refused_count: Generated<number>;
  ended_count: Generated<number>;
};

export type SigningKeysTable = { id: string; private_jwk: Json; created_at: Generated<Date>; retired_at: Date | null };

export type SystemRollupsTable = {
  slot: Date;
  is_call: boolean;
  model: string;
  latency_class: number;
  calls: number;
  failures: number;
  tokens_used: number;
  cost_usd: number;
};

export type UsageBatchesTable = {
  id: string;
  number: number;
  first_at: Date;
  last_at: Date;
  created_at: Generated<Date>;
  rolled_up_at: Date | null;
};

export type UsageForgottenTable = { user_id: string; forgotten_at: Date };

export type UsageRollupsTable = {
  user_id: string;
  slot: Date;
  action: string;
  latency_class: number;
  requests: number;
  failures: number;
};

export type UsageTrackingTable = {
  id: string;
  user_id: string | null;
  action_type: string;
  resource_type: string | null;
  tokens_used: Generated<number>;
  processing_time_ms: number | null;
  model_used: string | null;
  success: Generated<boolean>;
  ip_address: string | null;
  created_at: Generated<Date>;
  status_code: number | null;
  api_key_id: string | null;
  prompt_id: string | null;
  prompt_version: number | null;
  label: string | null;
  cost_usd: number | null;
  batch: number;
};

export type WebhookDeliveriesTable = {
  id: string;
  webhook_id: string;
  user_id: string;
  event_id: string;
  state: Generated<"pending" | "delivered" | "failed">;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date | null>;
  leased_until: Date | null;
  attempted_at: Date | null;
  status: number | null;
  duration_ms: number | null;
  failure: string | null;
  answer: string | null;
  created_at: Generated<Date>;
};

export type WebhookEventsTable = {
  id: string;
  sequence: number;
  user_id: string;
  type: string;
  data: Json;
  created_at: Generated<Date>;
  traceparent: Generated<string | null>;
};

export type WebhookSecretsTable = {
  id: string;
  webhook_id: string;
  user_id: string;
  digest: Buffer;
  not_after: Date | null;
  created_at: Generated<Date>;
};

export type WebhooksTable = {
  id: string;
  user_id: string;
  url: string;
  description: string | null;
  events: string[];
  includes_text: Generated<boolean>;
  is_enabled: Generated<boolean>;
  disabled_reason: "gone" | "failing" | "secret_lost" | null;
  disabled_at: Date | null;
  failing_since: Date | null;
  revision: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type WeeklyReportsTable = {
  user_id: string;
  week: string;
  figures: Json;
  created_at: Generated<Date>;
  told_at: Date | null;
  mailed_at: Date | null;
};

export type Tables = {
  active_days: ActiveDaysTable;
  api_key_secrets: ApiKeySecretsTable;
  api_key_usage: ApiKeyUsageTable;
  api_keys: ApiKeysTable;
  audit_head: AuditHeadTable;
  audit_log: AuditLogTable;
  broadcast_people: BroadcastPeopleTable;
  broadcasts: BroadcastsTable;
  categories: CategoriesTable;
  change_events: ChangeEventsTable;
  credentials: CredentialsTable;
  email_verifications: EmailVerificationsTable;
  enhancement_results: EnhancementResultsTable;
  enhancements: EnhancementsTable;
  export_chunks: ExportChunksTable;
  exports: ExportsTable;
  feature_flags: FeatureFlagsTable;
  folders: FoldersTable;
  idempotency_keys: IdempotencyKeysTable;
  identities: IdentitiesTable;
  label_events: LabelEventsTable;
  mail_choices: MailChoicesTable;
  mail_suppressions: MailSuppressionsTable;
  model_catalog: ModelCatalogTable;
  model_notices: ModelNoticesTable;
  model_rollups: ModelRollupsTable;
  moderation_decisions: ModerationDecisionsTable;
  notifications: NotificationsTable;
  password_resets: PasswordResetsTable;
  paused_queues: PausedQueuesTable;
  profiles: ProfilesTable;
  prompt_labels: PromptLabelsTable;
  prompt_rollups: PromptRollupsTable;
  prompt_stars: PromptStarsTable;
  prompt_test_cases: PromptTestCasesTable;
  prompt_test_results: PromptTestResultsTable;
  prompt_test_runs: PromptTestRunsTable;
  prompt_versions: PromptVersionsTable;
  prompt_views: PromptViewsTable;
  prompts: PromptsTable;
  quota_usage: QuotaUsageTable;
  rate_limits: RateLimitsTable;
  refresh_tokens: RefreshTokensTable;
  request_windows: RequestWindowsTable;
  schema_migrations: SchemaMigrationsTable;
  server_secrets: ServerSecretsTable;
  sessions: SessionsTable;
  share_days: ShareDaysTable;
  share_notices: ShareNoticesTable;
  shared_prompts: SharedPromptsTable;
  signing_keys: SigningKeysTable;
  system_rollups: SystemRollupsTable;
  usage_batches: UsageBatchesTable;
  usage_forgotten: UsageForgottenTable;
  usage_rollups: UsageRollupsTable;
  usage_tracking: UsageTrackingTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_events: WebhookEventsTable;
  webhook_secrets: WebhookSecretsTable;
  webhooks: WebhooksTable;
  weekly_reports: WeeklyReportsTable;
};
