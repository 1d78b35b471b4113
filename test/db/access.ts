/**
 * What the role of requests may do to a row that is Ada's. `own`: she may, and for nobody, another user and an administrator
 * the row is not there. `all`: everybody may. `-`: nobody may, by grant, whosever it is.
 */
type May = "own" | "all" | "-";
export type Access = Readonly<Record<"select" | "insert" | "update" | "delete", May>>;

const may = (select: May, insert: May = "-", update: May = "-", remove: May = "-"): Access => ({
  select,
  insert,
  update,
  delete: remove,
});

const NOTHING = may("-");
const READ = may("own");
const ADD = may("own", "own");
const CHANGE = may("own", "own", "own");
const WRITE = may("own", "own", "own", "own");
const FOR_ALL = may("all");

/** A table is in here, or its first test fails. */
export const ACCESS: Readonly<Record<string, Access>> = {
  active_days: READ,
  api_key_secrets: WRITE,
  api_key_usage: READ,
  api_keys: WRITE,
  audit_head: NOTHING,
  audit_log: ADD,
  broadcast_people: READ,
  // In an administrator's own name only, which Ada is not: see the test of its own.
  broadcasts: READ,
  categories: FOR_ALL,
  change_events: ADD,
  credentials: NOTHING,
  email_verifications: NOTHING,
  enhancement_results: CHANGE,
  enhancements: CHANGE,
  export_chunks: READ,
  exports: ADD,
  feature_flags: FOR_ALL,
  folders: WRITE,
  idempotency_keys: WRITE,
  identities: READ,
  label_events: ADD,
  mail_choices: READ,
  mail_suppressions: NOTHING,
  model_catalog: FOR_ALL,
  model_notices: READ,
  model_rollups: READ,
  moderation_decisions: may("own", "-", "own"),
  notifications: CHANGE,
  password_resets: NOTHING,
  paused_queues: NOTHING,
  profiles: may("own", "-", "own"),
  prompt_labels: WRITE,
  prompt_rollups: READ,
  prompt_stars: may("own", "own", "-", "own"),
  prompt_test_cases: WRITE,
  prompt_test_results: READ,
  prompt_test_runs: ADD,
  prompt_versions: ADD,
  prompt_views: NOTHING,
  prompts: CHANGE,
  quota_usage: CHANGE,
  // Counters by a digest of whoever is counted; they are counted before anybody is known.
  rate_limits: may("all", "all", "all", "all"),
  refresh_tokens: NOTHING,
  request_windows: may("all", "all", "all"),
  schema_migrations: FOR_ALL,
  server_secrets: NOTHING,
  sessions: READ,
  share_days: READ,
  share_notices: READ,
  shared_prompts: CHANGE,
  signing_keys: NOTHING,
  system_rollups: NOTHING,
  usage_batches: NOTHING,
  usage_forgotten: NOTHING,
  usage_rollups: READ,
  usage_tracking: READ,
  webhook_deliveries: CHANGE,
  webhook_events: ADD,
  webhook_secrets: WRITE,
  webhooks: WRITE,
  weekly_reports: READ,
};

/** What requests may do in the queue's schema: send jobs, without reading what is in them. */
export const QUEUE: Readonly<Record<string, string>> = {
  job_common: "INSERT, SELECT of some columns",
  queue: "SELECT",
};
