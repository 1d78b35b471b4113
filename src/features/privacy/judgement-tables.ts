import { NIL, OWN, personal, type PersonalTable } from "./personal-table.ts";

/** What models and tests have made of a person's prompts. */
export const JUDGEMENT_TABLES: readonly PersonalTable[] = [
  personal("enhancement_results", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    wide: true,
    exported: ["id", "user_id", "prompt_id", "prompt_version", "result", "created_at", "expires_at"],
    omitted: { cache_key: "a digest of the question" },
    erasure: "in batches",
  }),
  personal("prompt_test_results", {
    reader: "self",
    rows: OWN,
    key: [
      ["run_id", NIL],
      ["case_id", NIL],
    ],
    wide: true,
    exported: [
      ...(["run_id", "case_id", "user_id", "name", "passed", "answer", "checks", "failure"] as const),
      ...(["input_tokens", "output_tokens", "cost_usd", "duration_ms", "created_at"] as const),
    ],
    erasure: "in batches",
  }),
  personal("prompt_test_runs", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    exported: [
      ...(["id", "user_id", "prompt_id", "version", "model", "state", "cases", "failure"] as const),
      ...(["created_at", "started_at", "finished_at"] as const),
    ],
    omitted: { worker: "which process works on it", draft: "an answer that is a result a moment later" },
    erasure: "with the account",
  }),
  personal("prompt_test_cases", {
    reader: "self",
    rows: OWN,
    key: [["id", NIL]],
    wide: true,
    exported: ["id", "user_id", "prompt_id", "name", "variables", "expectations", "created_at", "updated_at"],
    erasure: "with the account",
  }),
  personal("model_notices", {
    reader: "self",
    rows: OWN,
    key: [
      ["model", ""],
      ["stage", ""],
    ],
    exported: ["user_id", "model", "stage", "created_at"],
    erasure: "with the account",
  }),
];
