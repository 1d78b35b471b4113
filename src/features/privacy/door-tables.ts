import { NIL, NO_BYTES, OWN, personal, type PersonalTable } from "./personal-table.ts";

const SECRET = "a digest of a secret";

/** How a person gets in. */
export const DOOR_TABLES: readonly PersonalTable[] = [
  personal("sessions", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "user_id", "ip", "user_agent", "created_at", "last_used_at", "expires_at"] as const),
      ...(["revoked_at", "revoked_reason"] as const),
    ],
    erasure: "in batches",
  }),
  personal("refresh_tokens", {
    reader: "door",
    rows: "session_id in (select s.id from promptr.sessions s where s.user_id = $1)",
    key: [["token_hash", NO_BYTES]],
    exported: ["session_id", "created_at", "replaced_at"],
    omitted: { token_hash: SECRET },
    erasure: "with the account",
  }),
  personal("credentials", {
    reader: "door",
    rows: OWN,
    key: [["user_id", NIL]],
    exported: ["user_id", "created_at", "updated_at"],
    omitted: { password_hash: SECRET },
    erasure: "with the account",
  }),
  personal("identities", {
    reader: "self",
    rows: OWN,
    key: [
      ["provider", ""],
      ["subject", ""],
    ],
    exported: ["provider", "subject", "user_id", "created_at"],
    erasure: "with the account",
  }),
  personal("password_resets", {
    reader: "door",
    rows: OWN,
    key: [["user_id", NIL]],
    exported: ["user_id", "created_at", "expires_at"],
    omitted: { token_hash: SECRET },
    erasure: "with the account",
  }),
  personal("email_verifications", {
    reader: "door",
    rows: OWN,
    key: [["user_id", NIL]],
    exported: ["user_id", "created_at", "expires_at"],
    omitted: { token_hash: SECRET },
    erasure: "with the account",
  }),
  personal("api_key_usage", {
    reader: "self",
    rows: OWN,
    key: [
      ["api_key_id", NIL],
      ["day", "-infinity"],
    ],
    exported: ["api_key_id", "user_id", "day", "calls"],
    erasure: "in batches",
  }),
  personal("api_key_secrets", {
    reader: "self",
    // By way of the keys: no index of the secrets begins with their owner.
    rows: `${OWN} and api_key_id in (select k.id from promptr.api_keys k where k.user_id = $1)`,
    key: [["secret_hash", NO_BYTES]],
    exported: ["api_key_id", "user_id", "prefix", "not_after", "last_used_at", "created_at"],
    omitted: { secret_hash: SECRET },
    erasure: "with the account",
  }),
  personal("api_keys", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "user_id", "name", "scopes", "allowed_cidrs", "expires_at"] as const),
      ...(["last_used_at", "last_used_ip", "revision", "created_at", "updated_at"] as const),
    ],
    erasure: "in batches",
  }),
];
