import type { TimeRequest } from "../../contract/metrics.ts";

/** Seconds. From a cached read to what a model takes; each more costs a series for every route and status. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30] as const;
/** No process has so many routes times statuses; beyond it, time is still counted, under one name. */
const SERIES_MAX = 2_000;

type Series = { readonly labels: object; readonly counts: Float64Array; sum: number };
type Value = { readonly metricName: string; readonly labels: object; readonly value: number };

const NAME = "http_request_duration_seconds";

/**
 * How long requests took, by method, route pattern and status. Not prom-client's own histogram: that hashes the labels of
 * each observation into a string, and this is on the path of every request.
 */
export class RouteTimes {
  readonly name = NAME;
  readonly help = "How long requests took, from their first byte here to their last";
  readonly type = "histogram";
  readonly aggregator = "sum";
  readonly #series: Series[] = [];
  #beyond: Series | undefined;

  route(method: string, pattern: string): TimeRequest {
    const byStatus: (Series | undefined)[] = [];
    return (status, seconds) => {
      const series = (byStatus[status] ??= this.#add(method, pattern, status));
      let at = 0;
      while (at < BOUNDS.length && seconds > (BOUNDS[at] ?? Infinity)) at += 1;
      series.counts[at] = (series.counts[at] ?? 0) + 1;
      series.sum += seconds;
    };
  }

  /** What prom-client's registry asks of a metric. */
  get() {
    const values = this.#series.flatMap(valuesOf);
    return Promise.resolve({ name: NAME, help: this.help, type: this.type, aggregator: this.aggregator, values });
  }

  #add(method: string, pattern: string, status: number): Series {
    if (this.#series.length >= SERIES_MAX && this.#beyond) return this.#beyond;
    const isFull = this.#series.length >= SERIES_MAX - 1;
    const labels = isFull
      ? { method: "other", route: "other", status: "other" }
      : { method, route: pattern, status: String(status) };
    const made = { labels, counts: new Float64Array(BOUNDS.length + 1), sum: 0 };
    this.#series.push(made);
    if (isFull) this.#beyond = made;
    return made;
  }
}

function valuesOf({ labels, counts, sum }: Series): Value[] {
  let count = 0;
  const buckets = [...counts].map((inside, at) => {
    count += inside;
    return { metricName: `${NAME}_bucket`, labels: { ...labels, le: String(BOUNDS[at] ?? "+Inf") }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${NAME}_sum`, labels, value: sum },
    { metricName: `${NAME}_count`, labels, value: count },
  ];
}
