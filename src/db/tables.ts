// Written by scripts/tables.ts from the migrations; do not edit.

import type { Generated } from "kysely";

/** jsonb: objects are sent as JSON text and read back parsed. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type CategoriesTable = { name: string; description: string };

export type CredentialsTable = {
  user_id: string;
  password_hash: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type EnhancementsTable = {
  id: string;
  user_id: string;
  prompt_id: string | null;
  month: string;
  state: Generated<"reserved" | "settled" | "refunded">;
  status: "improved" | "already_good" | "needs_input" | null;
  model: string;
  provider: string;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  cost_usd: Generated<number>;
  created_at: Generated<Date>;
  finished_at: Date | null;
};

export type FeatureFlagsTable = { name: string; description: string; enabled: boolean };

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

export type ProfilesTable = {
  id: string;
  email: string;
  full_name: string;
  subscription_tier: Generated<"free" | "pro">;
  subscription_status: Generated<"inactive" | "active" | "past_due" | "canceled">;
  api_calls_remaining: Generated<number>;
  preferences: Generated<Json>;
  role: Generated<"user" | "admin">;
  suspended_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
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
};

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
};

export type QuotaUsageTable = { user_id: string; kind: "prompts" | "enrichments"; month: string; used: number };

export type RateLimitsTable = { key: string; points: Generated<number>; expire: number | null };

export type RefreshTokensTable = {
  token_hash: Buffer;
  session_id: string;
  created_at: Generated<Date>;
  replaced_at: Date | null;
};

export type SchemaMigrationsTable = { name: string; checksum: string; applied_at: Generated<Date> };

export type SessionsTable = {
  id: string;
  user_id: string;
  ip: string | null;
  user_agent: string | null;
  created_at: Generated<Date>;
  last_used_at: Generated<Date>;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_reason: "logout" | "logout_all" | "refresh_reuse" | null;
};

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
};

export type SigningKeysTable = { id: string; private_jwk: Json; created_at: Generated<Date> };

export type Tables = {
  categories: CategoriesTable;
  credentials: CredentialsTable;
  enhancements: EnhancementsTable;
  feature_flags: FeatureFlagsTable;
  idempotency_keys: IdempotencyKeysTable;
  profiles: ProfilesTable;
  prompt_versions: PromptVersionsTable;
  prompts: PromptsTable;
  quota_usage: QuotaUsageTable;
  rate_limits: RateLimitsTable;
  refresh_tokens: RefreshTokensTable;
  schema_migrations: SchemaMigrationsTable;
  sessions: SessionsTable;
  shared_prompts: SharedPromptsTable;
  signing_keys: SigningKeysTable;
};
