import type { FiguresRow } from "./cells.ts";
import { millisecondsOf } from "./latency.ts";
import { type Period, startsOf } from "./period.ts";

const NOTHING: FiguresRow = {
  ...({ bucket: null, key: null, requests: 0, failed_requests: 0, calls: 0, failed_calls: 0 } as const),
  ...({ tokens_used: 0, cost_usd: 0, p50: null, p95: null, p99: null } as const),
};

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

export const toDurations = ({ p50, p95, p99 }: FiguresRow) => ({
  p50: millisecondsOf(p50),
  p95: millisecondsOf(p95),
  p99: millisecondsOf(p99),
});

export const toRequests = (row: FiguresRow) => ({
  requests: row.requests,
  failedRequests: row.failed_requests,
  successRate: share(row.requests - row.failed_requests, row.requests),
});
export const toCost = ({ tokens_used: tokensUsed, cost_usd: costUsd }: FiguresRow) => ({ tokensUsed, costUsd });
export const toCalls = (row: FiguresRow) => ({
  modelCalls: row.calls,
  failedModelCalls: row.failed_calls,
  ...toCost(row),
});
export const toOwnCalls = (row: FiguresRow) => ({
  ...toCalls(row),
  successRate: share(row.calls - row.failed_calls, row.calls),
  processingTimeMs: toDurations(row),
});
export const toUsage = (row: FiguresRow) => ({
  ...toRequests(row),
  ...toCalls(row),
  processingTimeMs: toDurations(row),
});
export const toPromptUse = (row: FiguresRow) => ({
  requests: row.requests,
  failedRequests: row.failed_requests,
  ...toOwnCalls(row),
});

/** Every stretch of the period, those in which nothing happened as zeros. */
export function everyBucket<T extends object>(
  period: Period,
  rows: readonly FiguresRow[],
  present: (row: FiguresRow) => T,
): (T & { start: string })[] {
  const found = new Map(rows.filter(({ key }) => key === null).map((row) => [row.bucket, row]));
  return startsOf(period).map((start, index) => ({ start, ...present(found.get(index + 1) ?? NOTHING) }));
}
/** The things, the busiest first. */
export const thingsIn = (rows: readonly FiguresRow[]): (FiguresRow & { key: string })[] =>
  rows.filter((row): row is FiguresRow & { key: string } => row.bucket === null && row.key !== null);
export const totalOf = (rows: readonly FiguresRow[]): FiguresRow =>
  rows.find(({ bucket, key }) => bucket === null && key === null) ?? NOTHING;
export { NOTHING };
