/** What one contestant did under one workload in one round. CPU is in seconds per 1,000 requests. */
export type Cell = {
  readonly contestant: string;
  readonly workload: string;
  readonly round: number;
  /** Requests per second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpu: number;
  readonly postgresCpu: number;
  readonly redisCpu: number;
  readonly memoryMb: number;
  readonly bytes: number;
  /** Transactions of Postgres per request. */
  readonly transactions: number;
  /** Processors that others kept busy meanwhile. */
  readonly others: number;
  /** Why it does not count. */
  readonly problems: readonly string[];
};

export const isValid = ({ problems }: Cell): boolean => problems.length === 0;
export const allCpu = ({ serverCpu, postgresCpu, redisCpu }: Cell): number => serverCpu + postgresCpu + redisCpu;

/** NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/**
 * How much of `figure` a contestant has of another's: the median over the rounds of what it is within a round, because the
 * speed of a machine changes between rounds. NaN when they have no valid round in common.
 */
export function ratio(
  cells: readonly Cell[],
  pair: { readonly workload: string; readonly of: string; readonly to: string },
  figure: (cell: Cell) => number,
  compare: (own: number, other: number) => number = (own, other) => own / other,
): number {
  const valid = cells.filter((cell) => cell.workload === pair.workload && isValid(cell));
  const compared = valid
    .filter(({ contestant }) => contestant === pair.of)
    .flatMap((own) => {
      const other = valid.find(({ contestant, round }) => contestant === pair.to && round === own.round);
      return other ? [compare(figure(own), figure(other))] : [];
    });
  return median(compared);
}

/** Each round begins with another one. */
export const rotated = <T>(list: readonly T[], round: number): T[] => {
  const first = list.length === 0 ? 0 : round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
};
