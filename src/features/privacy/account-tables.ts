import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

/** The account itself, and what the service notes about it. */
export const ACCOUNT_TABLES: readonly PersonalTable[] = [
  personal("export_chunks", {
    reader: "self",
    rows: `export_id in (select e.id from promptr.exports e where e.${OWN})`,
    key: [
      ["export_id", NIL],
      ["part", -1],
    ],
    exported: ["export_id", "user_id", "part"],
    omitted: { bytes: "pieces of archives like this one: copies of everything else in it" },
    erasure: "in batches",
  }),
  personal("exports", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: ["id", "user_id", "state", "bytes", "sha256", "created_at", "finished_at", "expires_at"],
    omitted: { download_hash: "a digest of the secret in the mailed link" },
    erasure: "in batches",
  }),
  personal("change_events", {
    reader: "self",
    rows: OWN,
    key: [["id", 0]],
    exported: ["id", "tags", "user_id", "kind", "data", "created_at"],
    omitted: { xid: "a number of the database, about the order of writing only" },
    erasure: "in batches",
  }),
  personal("usage_tracking", {
    reader: "self",
    rows: OWN,
    key: [
      ["created_at", "-infinity"],
      ["id", NIL],
    ],
    exported: [
      ...([
        "id",
        "user_id",
        "action_type",
        "resource_type",
        "tokens_used",
        "processing_time_ms",
        "model_used",
      ] as const),
      ...(["success", "ip_address", "created_at", "status_code", "api_key_id", "prompt_id", "prompt_version"] as const),
      ...(["label", "cost_usd"] as const),
    ],
    omitted: { batch: "with which other rows it was written" },
    erasure: "by the day",
  }),
  personal("usage_forgotten", {
    reader: "jobs",
    rows: OWN,
    key: [["user_id", NIL]],
    exported: ["user_id", "forgotten_at"],
    erasure: "ids only",
  }),
  personal("audit_log", {
    reader: "self",
    // What concerns the account, whoever did it. What an administrator did to other accounts is theirs to be told.
    rows: "owner_id = $1",
    key: [["seq", 0]],
    exported: [
      ...(["seq", "created_at", "actor_kind", "actor_id", "action", "outcome", "subject_type", "subject_id"] as const),
      ...(["owner_id", "request_id", "network", "details"] as const),
    ],
    omitted: {
      previous_hash: "part of the chain that all accounts' rows share",
      hash: "part of the chain that all accounts' rows share",
    },
    erasure: "ids only",
  }),
  personal("profiles", {
    reader: "self",
    rows: "id = $1",
    key: [["id", NIL]],
    exported: [
      ...(["id", "email", "full_name", "subscription_tier", "subscription_status", "preferences", "role"] as const),
      ...(["suspended_at", "created_at", "updated_at", "origin", "email_verified_at", "erased_at"] as const),
      "protected_labels",
      ...(["owner_proved_at", "admin_listed_at"] as const),
    ],
    erasure: "with the account",
  }),
];
