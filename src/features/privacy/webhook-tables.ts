import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

/** Where a person wants to be told of what happens, and what was sent there. */
export const WEBHOOK_TABLES: readonly PersonalTable[] = [
  personal("webhook_deliveries", {
    reader: "self",
    rows: OWN,
    key: [
      ["created_at", "-infinity"],
      ["id", NIL],
    ],
    exported: [
      ...(["id", "webhook_id", "user_id", "event_id", "state", "attempts", "next_attempt_at"] as const),
      ...(["attempted_at", "status", "duration_ms", "failure", "answer", "created_at"] as const),
    ],
    omitted: { leased_until: "about the order of work only" },
    erasure: "in batches",
  }),
  personal("webhook_events", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: ["id", "sequence", "user_id", "type", "data", "created_at"],
    omitted: { traceparent: "about this server's own records of the request only" },
    erasure: "in batches",
  }),
  personal("webhook_secrets", {
    reader: "self",
    rows: `${OWN} and webhook_id in (select w.id from promptr.webhooks w where w.user_id = $1)`,
    key: [["id", NIL]],
    exported: ["id", "webhook_id", "user_id", "not_after", "created_at"],
    omitted: { digest: "a digest of a secret" },
    erasure: "with the account",
  }),
  personal("webhooks", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "user_id", "url", "description", "events", "includes_text", "is_enabled", "disabled_reason"] as const),
      ...(["disabled_at", "failing_since", "revision", "created_at", "updated_at"] as const),
    ],
    erasure: "in batches",
  }),
];
