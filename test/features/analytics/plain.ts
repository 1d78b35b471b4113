import type { World } from "../../world.ts";

/** What a plain count over the raw rows says; durations as percentiles by nearest rank. */
export type Plain = {
  readonly requests: number;
  readonly failedRequests: number;
  readonly modelCalls: number;
  readonly failedModelCalls: number;
  readonly tokensUsed: number;
  readonly costUsd: number;
  readonly ofRequests: (number | null)[];
  readonly ofCalls: (number | null)[];
};

const IS_CALL = "coalesce(resource_type = 'model_call', false)";
const durations = (which: string): string =>
  [0.5, 0.95, 0.99]
    .map((share) => `percentile_disc(${share}) within group (order by processing_time_ms) filter (where ${which})`)
    .join(", ");

/** Counts the rows of a person (or everybody's) from one moment to before another, as far as they fit. */
export async function plainCount(
  world: World,
  { userId, from, to, where = "true" }: { userId: string | null; from: string; to: string; where?: string },
): Promise<Plain> {
  const [row] = await world.sql(
    `select count(*) filter (where not ${IS_CALL})::int as "requests",
       count(*) filter (where not ${IS_CALL} and not success)::int as "failedRequests",
       count(*) filter (where ${IS_CALL})::int as "modelCalls",
       count(*) filter (where ${IS_CALL} and not success)::int as "failedModelCalls",
       coalesce(sum(tokens_used) filter (where ${IS_CALL}), 0)::int as "tokensUsed",
       coalesce(sum(cost_usd) filter (where ${IS_CALL}), 0)::float8 as "costUsd",
       array[${durations(`not ${IS_CALL}`)}] as "ofRequests", array[${durations(IS_CALL)}] as "ofCalls"
     from promptr.usage_tracking
     where ($1::uuid is null or user_id = $1) and created_at >= $2 and created_at < $3 and ${where}`,
    [userId, from, to],
  );
  return row as Plain;
}

/** Whether a told duration stands for the real one: exact up to 5 ms, within 9.6 % beyond. */
export const stands = (told: number | null, real: number | null | undefined): boolean =>
  told === null || real == null
    ? told === (real ?? null)
    : real <= 5
      ? told === real
      : Math.abs(told - real) <= real * 0.096;
