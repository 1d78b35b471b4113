/** The tables of one part of the product, each with what a row of it is. */
export type Group = { readonly title: string; readonly tables: Readonly<Record<string, string>> };

/** Every table stands in exactly one group: the drawing and its page fail on one that does not. */
export const GROUPS: readonly Group[] = [
  {
    title: "People and sign-in",
    tables: {
      profiles: "An account: address, name, plan, role, preferences",
      credentials: "Its password, hashed",
      identities: "The account of another issuer (Supabase) that it belongs to",
      sessions: "A sign-in on one device",
      refresh_tokens: "The tokens a session was renewed with, hashed",
      email_verifications: "A link that confirms an address",
      password_resets: "A link that sets a new password",
    },
  },
  {
    title: "API keys",
    tables: {
      api_keys: "A key of a program: scopes, networks, end",
      api_key_secrets: "Its secrets, hashed: two while one replaces the other",
      api_key_usage: "How often it was used, by month",
    },
  },
  {
    title: "Prompts",
    tables: {
      prompts: "A prompt: its newest content, and what hangs on it",
      prompt_versions: "Its content as it was; never changed",
      categories: "What a prompt may be sorted under",
      folders: "A tree of folders for prompts",
      prompt_labels: "A name that points at a version",
      label_events: "Every move of a label, and who made it",
      prompt_stars: "Who marked which published prompt",
      prompt_views: "How often a published prompt was read, by day",
    },
  },
  {
    title: "Judging and improving",
    tables: {
      enhancements: "An enhancement or call of a model: what it cost and how it ended",
      enhancement_results: "What an enhancement found, for a day",
      prompt_test_cases: "What is asked of a prompt, and what must be true of the answer",
      prompt_test_runs: "A run of the cases against one version and model",
      prompt_test_results: "One case in one run",
    },
  },
  {
    title: "Sharing",
    tables: {
      shared_prompts: "A link that shows one prompt",
      share_days: "What became of its visits, by day",
      share_notices: "An owner's wish to hear of its opening",
    },
  },
  {
    title: "Webhooks",
    tables: {
      webhooks: "An address that is told of changes",
      webhook_secrets: "What its requests are signed with, sealed",
      webhook_events: "Something that happened, once for each account",
      webhook_deliveries: "The telling of one event to one address, with its attempts",
    },
  },
  {
    title: "Mail, notices and broadcasts",
    tables: {
      notifications: "A line in somebody's inbox in the product",
      mail_choices: "Which optional mails somebody wants",
      mail_suppressions: "Addresses, as digests, that said no for good",
      weekly_reports: "That somebody was sent a week's report",
      broadcasts: "A message of an administrator to many",
      broadcast_people: "Who was told it",
    },
  },
  {
    title: "A person's rights",
    tables: {
      exports: "A copy of everything held about an account",
      export_chunks: "Its bytes, in pieces",
    },
  },
  {
    title: "Use and figures",
    tables: {
      usage_tracking: "One request: what, how long, how it ended; partitioned by month",
      usage_batches: "Which batches of rows were written, so that none is twice",
      usage_forgotten: "Whose rows must not be written any more",
      usage_rollups: "Use by account, operation and quarter of an hour",
      prompt_rollups: "Use of prompts, by version and label",
      model_rollups: "Calls of models and their cost",
      system_rollups: "Use of the whole installation",
      active_days: "Who used it on which day",
    },
  },
  {
    title: "Moderation, models and switches",
    tables: {
      moderation_decisions: "What an administrator decided about a prompt, and the owner's note",
      model_catalog: "What the providers' lists say of a model",
      model_notices: "That an owner was told that a model ends",
      feature_flags: "A feature that can be switched off",
      paused_queues: "A queue of jobs that stands still",
    },
  },
  {
    title: "Limits and retries",
    tables: {
      quota_usage: "What of a month's quota is spent",
      rate_limits: "Tries counted against the narrow limits",
      request_windows: "Requests by caller and slot of 30 seconds; unlogged",
      idempotency_keys: "Answers kept for retries, for a day",
    },
  },
  {
    title: "What keeps it going",
    tables: {
      audit_log: "What was done that matters, chained by hash; append-only",
      audit_head: "The newest link of that chain",
      change_events: "What changed, for the caches of other processes and for listeners",
      signing_keys: "Keys that sign access tokens",
      server_secrets: "The server's own secret, unless the environment has it",
      schema_migrations: "Which migrations ran, with their digests",
    },
  },
];

/** What is said of each table. @throws Error naming tables that are in no group, or groups' tables that are not there. */
export function requireGrouped(names: readonly string[]): void {
  const grouped = GROUPS.flatMap(({ tables }) => Object.keys(tables));
  const missing = names.filter((name) => !grouped.includes(name));
  const gone = grouped.filter((name) => !names.includes(name));
  if (missing.length + gone.length === 0) return;
  throw new Error(
    `scripts/schema/groups.ts: give a group to ${missing.join(", ") || "none"}; not there: ${gone.join(", ") || "none"}`,
  );
}
