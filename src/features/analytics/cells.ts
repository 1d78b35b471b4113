/**
 * SQL all figures are made of. A cell is what happened in one stretch of time (`bucket`, from 1), to one thing (`key`), in one
 * class of durations. Cells come from the rollups and from the raw rows of batches that rollups have not taken, in one
 * statement and so of one moment: nothing is missed or counted twice while a rollup commits.
 */

/**
 * The waiting raw rows between $2 and $3; `whose` says whose. Bounds first, so that only the newest blocks are read; `is true`
 * has the batches looked up in a hash, where a join may compare each row with each of them.
 */
const tail = (
  whose: string,
): string => `waiting as materialized (select * from promptr.waiting_usage()), tail as materialized (
    select width_bucket(u.created_at, $1::timestamptz[]) as bucket, u.user_id, u.created_at, u.action_type collate "C" as action,
      coalesce(u.resource_type = 'model_call', false) as is_call, coalesce(u.model_used, '') collate "C" as model,
      coalesce(u.prompt_id, '00000000-0000-0000-0000-000000000000') as prompt_id, coalesce(u.prompt_version, 0) as prompt_version,
      coalesce(u.label, '') collate "C" as label, promptr.latency_class(u.processing_time_ms) as latency_class,
      (not u.success)::int as failures, u.tokens_used, coalesce(u.cost_usd, 0) as cost_usd
    from promptr.usage_tracking u
    where ${whose} and u.created_at >= $2 and u.created_at < $3
      and u.created_at >= (select min(first_at) from waiting) and u.created_at <= (select max(last_at) from waiting)
      and u.batch >= (select min(number) from waiting) and u.batch <= (select max(number) from waiting)
      and (u.batch in (select number from waiting)) is true)`;

const ONE = {
  requests: "1, failures, 0, 0, 0, 0",
  calls: "0, 0, 1, failures, tokens_used, cost_usd",
} as const;
const COUNT = {
  usage_rollups: "requests",
  prompt_rollups: "requests",
  model_rollups: "calls",
  system_rollups: "calls",
};
const measuresOf = ({ table, measures }: Part): string => {
  const counts = [`sum(${COUNT[table]})`, "sum(failures)"];
  return measures === "requests"
    ? [...counts, 0, 0, 0, "0::numeric"].join(", ")
    : [0, 0, ...counts, "sum(tokens_used)::bigint", "sum(cost_usd)"].join(", ");
};

type Part = {
  readonly table: keyof typeof COUNT;
  readonly measures: keyof typeof ONE;
  /** SQL, of columns the rollups and the tail both have by these names. */
  readonly key: string;
  readonly latency: string;
  readonly where: string;
};

const MEASURES = ["requests", "failed_requests", "calls", "failed_calls", "tokens_used", "cost_usd"];
/** Whole numbers stay whole: the sum of a bigint is a numeric, which costs several times as much to add. */
const SUMS = MEASURES.map((name) => `sum(${name})${name === "cost_usd" ? "" : "::bigint"} as ${name}`).join(", ");

/** Rollups are added up before anything else is done with them: of one person there may be a hundred thousand rows. */
const sqlOf =
  (owned: string) =>
  (part: Part): string =>
    `select width_bucket(slot, $1::timestamptz[]) as bucket, ${part.key} as key, ${part.latency} as latency_class, ${measuresOf(part)}
    from promptr.${part.table} where ${owned} and slot >= $2 and slot < $3 and ${part.where} group by 1, 2, 3
    union all select bucket, ${part.key}, ${part.latency}, ${ONE[part.measures]} from tail
    where ${part.measures === "requests" ? "not is_call" : "is_call"} and ${part.where}`;

/** Per stretch, per thing, and over all; or each thing in each stretch. */
const SETS = {
  overview: "((bucket, latency_class), (key, latency_class), (latency_class))",
  table: "((bucket, key, latency_class))",
} as const;

const percentile = (share: number, name: string): string =>
  `min(latency_class) filter (where latency_class >= 0 and reached >= ${share} * timed) as ${name}`;

/** One row of figures: of a stretch, of a thing, of a thing in a stretch, or of everything. */
export type FiguresRow = {
  /** From 1; null in a row that is not of one stretch. */
  readonly bucket: number | null;
  /** Null in a row that is not of one thing. */
  readonly key: string | null;
  readonly requests: number;
  readonly failed_requests: number;
  readonly calls: number;
  readonly failed_calls: number;
  readonly tokens_used: number;
  readonly cost_usd: number;
  /** Classes of durations by nearest rank; null when none is known. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

/**
 * Figures of the parts together. Parameters: $1 the bounds, $2 and $3 the first and the last of them, $4 how many things at
 * most (those with the most requests and calls), then what `whose` and the parts name. A percentile is the class of the
 * smallest duration that so large a share of all does not exceed.
 */
export const figures = (
  { whose, owned, sets }: { whose: string; owned: string; sets: keyof typeof SETS },
  parts: readonly Part[],
): string => `with ${tail(whose)}, grouped as (
    select grouping(bucket) as no_bucket, grouping(key) as no_key, bucket, key, latency_class, ${SUMS}
    from (${parts.map(sqlOf(owned)).join("\n    union all ")}) as cells (bucket, key, latency_class, ${MEASURES.join(", ")})
    group by grouping sets ${SETS[sets]}
  ), ranked as (
    select *, sum(requests + calls) filter (where latency_class >= 0) over (those order by latency_class) as reached,
      sum(requests + calls) filter (where latency_class >= 0) over those as timed
    from grouped window those as (partition by no_bucket, no_key, bucket, key)
  ), figures as (
    select no_key, bucket, key, ${SUMS}, ${percentile(0.5, "p50")}, ${percentile(0.95, "p95")}, ${percentile(0.99, "p99")}
    from ranked group by no_bucket, no_key, bucket, key
  ), placed as (
    select *, row_number() over (partition by no_key order by requests + calls desc, key, bucket) as place from figures
  )
  select bucket, key, requests, failed_requests, calls, failed_calls, tokens_used, cost_usd, p50, p95, p99
  from placed where no_key = 1 or place <= $4 order by bucket, place`;
