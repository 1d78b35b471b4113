import type { TestCase, TestCaseInput } from "./case-schema.ts";
import type { Run } from "./schema.ts";
import type { TestComparison, TestRun, TestRunWithResults } from "./test-schema.ts";

const promptId = "0199f0a2-7c1e-7000-8000-000000000001";
const caseId = "0199f0a2-7c1e-7000-8000-0000000000c1";
const at = "2026-11-22T12:00:00.000Z";
const pagination = { limit: 20, hasMore: false, nextCursor: null };

export const RUN = { variables: { version: "2.4.0" }, label: "production", model: "claude-haiku-5-5" };
export const ANSWER: Run = {
  text: "- Imports are retry-safe now.",
  promptId,
  version: 3,
  label: "production",
  model: "claude-haiku-5-5",
  provider: "anthropic",
  requestedModel: null,
  notice: null,
  usage: { inputTokens: 212, outputTokens: 9, costUsd: 0.000026 },
  processingTimeMs: 840,
};

export const TEST_CASE: TestCaseInput = {
  name: "Names the version",
  variables: { version: "2.4.0" },
  expectations: [
    { kind: "contains", text: "2.4.0", ignoreCase: false, not: false },
    { kind: "matches", pattern: "(?m)^- ", not: false },
    { kind: "judge", criterion: "It promises something that no commit says", not: true },
  ],
};
export const STORED_CASE: TestCase = { ...TEST_CASE, id: caseId, promptId, createdAt: at, updatedAt: at };
export const CASE_PAGE = { data: [STORED_CASE], pagination };

export const TEST_RUN = { label: "production" };
const queued: TestRun = {
  id: "0199f0a2-7c1e-7000-8000-0000000000d2",
  promptId,
  version: 3,
  model: "claude-haiku-5-5",
  state: "queued",
  cases: 1,
  passed: 0,
  failed: 0,
  failure: null,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  durationMs: 0,
  createdAt: at,
  finishedAt: null,
};
export const QUEUED_RUN = queued;
const spent = { inputTokens: 480, outputTokens: 60, costUsd: 0.000078, durationMs: 1_900 };
const done: TestRun = { ...queued, ...spent, state: "done", passed: 1, finishedAt: "2026-11-22T12:00:03.000Z" };
export const RUN_PAGE = { data: [done], pagination };
export const DONE_RUN: TestRunWithResults = {
  ...done,
  results: [
    {
      caseId,
      name: TEST_CASE.name,
      passed: true,
      failure: null,
      answer: "- 2.4.0: imports are retry-safe now.",
      answerCharacters: 36,
      checks: [
        {
          kind: "contains",
          not: false,
          about: "2.4.0",
          passed: true,
          verdict: "holds",
          reason: null,
          evidence: null,
          model: null,
        },
      ],
      ...spent,
      createdAt: "2026-11-22T12:00:03.000Z",
    },
  ],
};
const before: TestRun = { ...done, id: "0199f0a2-7c1e-7000-8000-0000000000d1", version: 2, passed: 0, failed: 1 };
export const COMPARISON: TestComparison = {
  from: before,
  to: done,
  counts: { better: 1, worse: 0, same: 0, unjudged: 0, onlyFrom: 0, onlyTo: 0 },
  costUsd: { from: 0.000078, to: 0.000078, difference: 0 },
  durationMs: { from: 1_900, to: 1_900, difference: 0 },
  cases: [{ caseId, name: TEST_CASE.name, from: false, to: true, verdict: "better", changed: false }],
};
