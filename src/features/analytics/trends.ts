import type { z } from "zod";
import type { Actor, Scope } from "../../scope.ts";
import type { FiguresRow } from "./cells.ts";
import { modelTable, promptTable, usageFigures, usageTable } from "./figure-queries.ts";
import { datesOf, extended, type Period, periodOf, spanOf } from "./period.ts";
import { everyBucket } from "./present.ts";
import { namesOf, partsOf } from "./prompts.ts";
import type { TrendAnalytics } from "./replies.ts";
import type { TrendsQuery } from "./schema.ts";

/** Stretches a moving average is taken over: a week of days. */
const WINDOW = 7;
/** Operations, models or prompts of two periods; more than anybody uses. */
const ROWS_MAX = 20_000;

type Measure = "requests" | "failed_requests" | "calls" | "failed_calls" | "tokens_used" | "cost_usd";

export function changeOf(current: number, previous: number) {
  const change = current - previous;
  return { current, previous, change, changeRate: previous === 0 ? null : change / previous };
}

const sumOf = (rows: readonly FiguresRow[], bucket: number, measure: Measure): number =>
  rows.filter((row) => row.bucket === bucket).reduce((sum, row) => sum + row[measure], 0);

/** Millionths, as costs are kept: adding fractions must not leave a trace. */
const rounded = (sum: number): number => Math.round(sum * 1e6) / 1e6;

/** What changed between the first and the second of two stretches. */
const changesIn = (rows: readonly FiguresRow[], measure: Measure) =>
  changeOf(rounded(sumOf(rows, 2, measure)), rounded(sumOf(rows, 1, measure)));

/** The things that changed most, up or down; those that did not change are none. */
function moversIn(rows: readonly FiguresRow[], limit: number) {
  const used = Map.groupBy(rows, ({ key }) => key ?? "");
  return [...used]
    .map(([name, own]) => ({
      name,
      ...changeOf(
        sumOf(own, 2, "requests") + sumOf(own, 2, "calls"),
        sumOf(own, 1, "requests") + sumOf(own, 1, "calls"),
      ),
    }))
    .filter(({ name, change }) => name !== "" && change !== 0)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.name.localeCompare(b.name))
    .slice(0, limit);
}

type Bucket = {
  readonly start: string;
  readonly requests: number;
  readonly modelCalls: number;
  readonly costUsd: number;
};

function withAverages(buckets: readonly Bucket[]) {
  const averageOf = (last: number, measure: "requests" | "modelCalls" | "costUsd"): number =>
    rounded(buckets.slice(last - WINDOW + 1, last + 1).reduce((sum, bucket) => sum + bucket[measure], 0) / WINDOW);
  return buckets.map((bucket, index) => ({
    ...bucket,
    movingAverage: {
      requests: averageOf(index, "requests"),
      modelCalls: averageOf(index, "modelCalls"),
      costUsd: averageOf(index, "costUsd"),
    },
  }));
}

/** The period before and the period itself, as two stretches. */
function compared(period: Period): Period {
  const before = extended(period, period.bounds.length - 1).bounds[0] ?? 0;
  return { ...period, bounds: [before, period.bounds[0] ?? 0, period.bounds.at(-1) ?? 0] };
}

/** How a person's figures move: against as many stretches before, as moving averages, and what moved most. */
export async function readTrends(scope: Scope<Actor>, query: TrendsQuery): Promise<z.input<typeof TrendAnalytics>> {
  const period = periodOf(query, scope.now());
  const longer = extended(period, WINDOW - 1);
  const pair = compared(period);
  const { userId } = scope.actor;
  const asked = { userId, ...datesOf(pair), limit: ROWS_MAX };
  const [series, operations, models, prompts] = await Promise.all([
    scope.db.rows(usageFigures({ userId, ...datesOf(longer), action: null, limit: 0 })),
    scope.db.rows(usageTable({ ...asked, action: null })),
    scope.db.rows(modelTable({ ...asked, model: null, promptId: null })),
    scope.db.rows(promptTable({ ...asked, promptId: null })),
  ]);
  const buckets = everyBucket(longer, series, ({ requests, calls, cost_usd: costUsd }) => ({
    requests,
    modelCalls: calls,
    costUsd,
  }));
  const ofPrompts = moversIn(prompts, query.limit).map((mover) => ({ ...mover, name: partsOf(mover.name).promptId }));
  const nameOf = await namesOf(
    scope,
    ofPrompts.map(({ name }) => partsOf(name)),
  );
  const untitled = <T extends object>(mover: T) => ({ ...mover, title: null });
  return {
    ...spanOf(period),
    previousFrom: spanOf(pair).from,
    metrics: {
      requests: changesIn(operations, "requests"),
      failedRequests: changesIn(operations, "failed_requests"),
      modelCalls: changesIn(operations, "calls"),
      failedModelCalls: changesIn(operations, "failed_calls"),
      tokensUsed: changesIn(operations, "tokens_used"),
      costUsd: changesIn(operations, "cost_usd"),
    },
    buckets: withAverages(buckets).slice(WINDOW - 1),
    movers: {
      operations: moversIn(operations, query.limit).map(untitled),
      models: moversIn(models, query.limit).map(untitled),
      prompts: ofPrompts.map((mover) => ({ ...mover, title: nameOf(partsOf(mover.name))?.title ?? null })),
    },
  };
}
