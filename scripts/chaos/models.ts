import type { Fault } from "./fault.ts";

/** What any history of commands does, compared with a model of what it should do: test/reliability/model.ts. */
export const MODELS: readonly Fault[] = [
  {
    promise: "P10",
    what: "any history of refreshes, logouts and new passwords, parallel ones included",
    run: { test: "test/reliability/models-sessions.test.ts", long: { MODEL_RUNS: "1000" } },
  },
  {
    promise: "P21",
    what: "any history of visits to share links whose rules change meanwhile",
    run: { test: "test/reliability/models-sharing.test.ts", long: { MODEL_RUNS: "1000" } },
  },
  {
    promise: "P23",
    what: "any history of enhancements that succeed, fail and are cut off, at the edge of a month's quota and over its turn",
    run: { test: "test/reliability/models-quota.test.ts", long: { MODEL_RUNS: "1000" } },
  },
  {
    promise: "case 15",
    what: "any history of moves, undos, versions and deletions of two callers",
    run: { test: "test/reliability/models-labels.test.ts", long: { MODEL_RUNS: "1000" } },
  },
  {
    promise: "P25",
    what: "any history of writes at one of two servers, read from the caches of both",
    run: { test: "test/reliability/models-coherence.test.ts", long: { MODEL_RUNS: "500" } },
  },
  {
    promise: "case 17",
    what: "any history of a prompt, seen by everybody from two servers",
    run: { test: "test/reliability/case-17-visibility-model.test.ts", long: { VISIBILITY_RUNS: "500" } },
  },
];
