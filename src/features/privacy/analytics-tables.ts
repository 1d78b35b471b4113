import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

const SLOT = ["slot", "-infinity"] as const;

/** What was counted of a person's usage. */
export const ANALYTICS_TABLES: readonly PersonalTable[] = [
  personal("usage_rollups", {
    reader: "self",
    rows: OWN,
    key: [SLOT, ["action", ""], ["latency_class", -2]],
    exported: ["user_id", "slot", "action", "latency_class", "requests", "failures"],
    erasure: "after usage",
  }),
  personal("prompt_rollups", {
    reader: "self",
    rows: OWN,
    key: [SLOT, ["prompt_id", NIL], ["prompt_version", -1], ["label", ""]],
    exported: ["user_id", "slot", "prompt_id", "prompt_version", "label", "requests", "failures"],
    erasure: "after usage",
  }),
  personal("model_rollups", {
    reader: "self",
    rows: OWN,
    key: [SLOT, ["model", ""], ["prompt_id", NIL], ["prompt_version", -1], ["label", ""], ["latency_class", -2]],
    exported: [
      ...(["user_id", "slot", "model", "prompt_id", "prompt_version", "label", "latency_class"] as const),
      ...(["calls", "failures", "tokens_used", "cost_usd"] as const),
    ],
    erasure: "after usage",
  }),
  personal("active_days", {
    reader: "self",
    rows: OWN,
    key: [["day", "-infinity"]],
    exported: ["user_id", "day", "quarters"],
    erasure: "after usage",
  }),
  personal("weekly_reports", {
    reader: "self",
    rows: OWN,
    key: [["week", "-infinity"]],
    exported: ["user_id", "week", "figures", "created_at", "told_at", "mailed_at"],
    erasure: "with the account",
  }),
];
