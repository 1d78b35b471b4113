import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

/** What a person was told, wants to be told, and what was decided about their prompts. */
export const TOLD_TABLES: readonly PersonalTable[] = [
  personal("moderation_decisions", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "prompt_id", "user_id", "status", "previous_status", "reason", "is_final"] as const),
      ...(["appeal", "appealed_at", "superseded_at", "created_at"] as const),
    ],
    omitted: { decided_by: "an administrator's number: they decide for the installation" },
    erasure: "in batches",
  }),
  personal("broadcast_people", {
    reader: "self",
    rows: OWN,
    key: [["broadcast_id", NIL]],
    exported: ["broadcast_id", "user_id", "state", "changed_at"],
    erasure: "in batches",
  }),
  personal("mail_choices", {
    reader: "self",
    rows: OWN,
    key: [["kind", ""]],
    exported: ["user_id", "kind", "wanted", "changed_at"],
    erasure: "with the account",
  }),
  personal("share_notices", {
    reader: "self",
    rows: OWN,
    key: [["link_id", NIL]],
    exported: ["link_id", "user_id", "mailed_at"],
    erasure: "with the account",
  }),
  personal("broadcasts", {
    reader: "self",
    // What administrators wrote in their office; it stays, under a number that leads to nobody.
    rows: "created_by = $1",
    key: [["id", NIL]],
    exported: [
      ...(["id", "created_by", "title", "body", "channels", "audience", "people", "state"] as const),
      ...(["reached", "created_at", "updated_at", "finished_at"] as const),
    ],
    omitted: {
      dry_run_digest: "a digest of a token that has served",
      reached_until: "how far a job has come",
    },
    erasure: "ids only",
  }),
];
