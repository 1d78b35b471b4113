const span = {
  from: "2026-11-22T00:00:00.000Z",
  to: "2026-11-23T00:00:00.000Z",
  granularity: "day",
  timezone: "UTC",
} as const;
const start = span.from;
const processingTimeMs = { p50: 4, p95: 26, p99: 65 };
const callTimes = { p50: 1_620, p95: 4_837, p99: 5_805 };
const requests = { requests: 1_240, failedRequests: 31, successRate: 0.975 };
const calls = { modelCalls: 20, failedModelCalls: 1, tokensUsed: 41_300, costUsd: 0.1874 };
const ofCalls = { ...calls, successRate: 0.95, processingTimeMs: callTimes };
const usage = { ...requests, ...calls, processingTimeMs };
const promptId = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";
const used = { requests: 310, failedRequests: 0, ...ofCalls };
const change = (current: number, previous: number, changeRate: number) => ({
  current,
  previous,
  change: current - previous,
  changeRate,
});

export const USAGE = {
  ...span,
  totals: usage,
  buckets: [{ start, ...usage }],
  operations: [{ actionType: "resolvePrompts", ...requests, processingTimeMs }],
};
export const MODELS = {
  ...span,
  totals: ofCalls,
  buckets: [{ start, ...ofCalls }],
  models: [{ modelUsed: "gpt-6-luna", share: 1, ...ofCalls }],
};
export const PROMPTS = {
  ...span,
  groupBy: "prompt",
  totals: used,
  buckets: [{ start, ...used, versionsWritten: 1, averageQuality: 82 }],
  prompts: [{ promptId, title: "Release notes", version: null, label: null, qualityScore: 82, ...used }],
  quality: [{ promptId, version: 3, qualityScore: 82, createdAt: "2026-11-22T09:12:00.000Z" }],
};
export const TRENDS = {
  ...span,
  previousFrom: "2026-11-21T00:00:00.000Z",
  metrics: {
    requests: change(1_240, 992, 0.25),
    failedRequests: change(31, 62, -0.5),
    modelCalls: change(20, 16, 0.25),
    failedModelCalls: change(1, 2, -0.5),
    tokensUsed: change(41_300, 20_650, 1),
    costUsd: change(0.15, 0.1, 0.5),
  },
  buckets: [
    {
      start,
      requests: 1_240,
      modelCalls: 20,
      costUsd: 0.1874,
      movingAverage: { requests: 1_010, modelCalls: 15, costUsd: 0.1402 },
    },
  ],
  movers: {
    operations: [{ name: "resolvePrompts", title: null, ...change(1_100, 860, 0.28) }],
    models: [{ name: "gpt-6-luna", title: null, ...change(20, 16, 0.25) }],
    prompts: [{ name: promptId, title: "Release notes", ...change(330, 220, 0.5) }],
  },
};
export const SYSTEM = {
  ...span,
  people: { total: 340, new: 4, active: 87, suspended: 1, byTier: { free: 310, pro: 30 } },
  prompts: { total: 5_120, new: 61 },
  usage,
  models: [{ modelUsed: "gpt-6-luna", share: 1, ...calls }],
  buckets: [{ start, ...usage, newPeople: 4, activePeople: 87, newPrompts: 61 }],
  queues: [{ name: "mail.send", queued: 0, active: 1, failed: 0 }],
  storage: { databaseBytes: 91_226_112, tables: [{ name: "prompt_versions", bytes: 40_230_912 }] },
};

/** A report as a file, by its kind. */
export const REPORT = {
  "text/csv":
    "start,modelUsed,modelCalls,failedModelCalls,tokensUsed,costUsd,successRate\n" +
    "2026-11-01T00:00:00.000Z,claude-haiku-5-5,12,0,18400,0.05,1\n",
  "application/json": {
    report: "models",
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-12-01T00:00:00.000Z",
    rows: [{ start: "2026-11-01T00:00:00.000Z", modelUsed: "claude-haiku-5-5", modelCalls: 12, costUsd: 0.05 }],
  },
};
