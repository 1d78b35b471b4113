import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

/**
 * Rows that hang on prompts, in the order of the prompts: no index of theirs begins with their owner. Not read as the
 * person: the second policy of prompts, for published ones, keeps Postgres from walking an index in that order.
 */
const OF_PROMPTS = {
  reader: "jobs",
  rows: "prompt_id in (select p.id from promptr.prompts p where p.user_id = $1)",
  ahead: "prompt_id in (select p.id from promptr.prompts p where p.user_id = $1 and p.id >= $3)",
} as const;

/** What a person has written, and what was done with it. */
export const CONTENT_TABLES: readonly PersonalTable[] = [
  // Labels, then versions, before the prompts they belong to: there may be thousands of long ones.
  personal("prompt_labels", {
    ...OF_PROMPTS,
    key: [
      ["prompt_id", NIL],
      ["label", ""],
    ],
    exported: ["prompt_id", "user_id", "label", "version", "revision", "updated_by", "created_at", "updated_at"],
    erasure: "in batches",
  }),
  personal("prompt_versions", {
    ...OF_PROMPTS,
    key: [
      ["prompt_id", NIL],
      ["version", 0],
    ],
    wide: true,
    exported: [
      ...(["prompt_id", "user_id", "version", "author_id", "message"] as const),
      ...(["role", "task", "context", "requirements", "style", "output", "raw_prompt"] as const),
      ...(["variables", "selected_model", "quality_score", "score_version", "created_at"] as const),
    ],
    omitted: { content_hash: "a digest of the columns beside it", rules_hash: "names the rules of the score" },
    erasure: "in batches",
  }),
  personal("prompts", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    wide: true,
    exported: [
      ...(["id", "user_id", "title", "description", "category", "tags"] as const),
      ...(["role", "task", "context", "requirements", "style", "output", "raw_prompt", "enriched_prompt"] as const),
      ...(["selected_model", "quality_score", "is_public", "moderation_status", "view_count"] as const),
      ...(["version", "revision", "created_at", "updated_at", "deleted_at"] as const),
      ...(["slug", "folder_id", "variables", "published_at", "forked_from", "forked_version"] as const),
      ...(["star_count", "fork_count", "trend_score", "score_version"] as const),
    ],
    omitted: {
      search: "made of the columns beside it",
      search_title: "made of the columns beside it",
      search_body: "made of the columns beside it",
      simhash: "made of the columns beside it",
      rules_hash: "names the rules of the score",
    },
    erasure: "in batches",
  }),
  personal("folders", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: ["id", "user_id", "parent_id", "name", "created_at", "updated_at"],
    erasure: "with the account",
  }),
  personal("label_events", {
    ...OF_PROMPTS,
    key: [
      ["prompt_id", NIL],
      ["id", NIL],
    ],
    exported: [
      ...(["id", "prompt_id", "user_id", "label", "from_version", "to_version", "revision"] as const),
      ...(["actor_id", "actor_kind", "reason", "undoes", "created_at"] as const),
    ],
    erasure: "with the account",
  }),
  personal("prompt_stars", {
    reader: "self",
    rows: OWN,
    key: [["prompt_id", NIL]],
    exported: ["prompt_id", "user_id", "created_at"],
    erasure: "with the account",
  }),
  personal("prompt_views", {
    ...OF_PROMPTS,
    key: [
      ["prompt_id", NIL],
      ["day", "-infinity"],
    ],
    exported: ["prompt_id", "day", "views"],
    erasure: "with the account",
  }),
  personal("shared_prompts", {
    reader: "self",
    rows: "created_by = $1",
    key: [["id", NIL]],
    exported: [
      ...(["id", "prompt_id", "created_by", "version", "is_public", "max_views", "view_count"] as const),
      ...(["last_viewed_at", "expires_at", "revoked_at", "created_at", "updated_at"] as const),
      ...(["label", "token_start", "listed_token", "refused_count", "ended_count"] as const),
    ],
    omitted: {
      is_told: "made of the webhooks of its owner",
      share_token: "a digest of the link's secret",
      password_hash: "a digest of the link's password",
    },
    erasure: "in batches",
  }),
  personal("share_days", {
    reader: "jobs",
    rows: "share_id in (select s.id from promptr.shared_prompts s where s.created_by = $1)",
    ahead: "share_id in (select s.id from promptr.shared_prompts s where s.created_by = $1 and s.id >= $3)",
    key: [
      ["share_id", NIL],
      ["day", "-infinity"],
    ],
    exported: ["share_id", "day", "views", "refused", "ended"],
    erasure: "with the account",
  }),
  personal("enhancements", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "user_id", "prompt_id", "month", "state", "status", "model", "provider"] as const),
      ...([
        "kind",
        "prompt_version",
        "label",
        "input_tokens",
        "output_tokens",
        "cost_usd",
        "created_at",
        "finished_at",
      ] as const),
    ],
    erasure: "with the account",
  }),
  personal("quota_usage", {
    reader: "self",
    rows: OWN,
    key: [
      ["kind", ""],
      ["month", "-infinity"],
    ],
    exported: ["user_id", "kind", "month", "used", "told_at"],
    erasure: "with the account",
  }),
  personal("idempotency_keys", {
    reader: "self",
    rows: OWN,
    key: [["key", ""]],
    wide: true,
    exported: ["user_id", "key", "route", "state", "lease_until", "status", "body", "expires_at", "created_at"],
    omitted: { request_hash: "a digest under a secret of the installation" },
    erasure: "in batches",
  }),
  personal("notifications", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: ["id", "user_id", "kind", "title", "body", "created_at", "read_at"],
    erasure: "in batches",
  }),
];
