import type { Counter, Metric, Registry } from "prom-client";
import type { Meters, Reading, Sample } from "../contract/metrics.ts";
import { RouteTimes } from "./metrics/route-times.ts";

/** Between two looks at how late timers are: prom-client's own 10 ms wakes an idle process twice as often. */
const LOOP_LOOK_MS = 20;
/** A reader that asks the database must not hold up what the process knows by itself. */
const READ_WITHIN_MS = 1_500;

/** The figures of one process, in Prometheus's words. Loaded only where somebody asks for them: 48 ms and 16 MB. */
export async function prometheusMeters(): Promise<Meters> {
  const { Registry, Counter, Histogram, collectDefaultMetrics } = await import("prom-client");
  const registry: Registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOK_MS });
  const times = new RouteTimes();
  register(registry, times);
  const unread = new Counter({
    name: "promptr_metrics_unread_total",
    help: "Figures left out of a scrape because they could not be read in time",
    labelNames: ["metric"],
    registers,
  });
  return {
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames, registers });
      return (labels, by = 1) => counter.inc(labels, by);
    },
    histogram(name, help, labelNames, buckets) {
      const histogram = new Histogram({ name, help, labelNames, buckets: [...buckets], registers });
      return (labels, value) => histogram.observe(labels, value);
    },
    reading: (reading) => register(registry, readable(reading, unread)),
    route: (method, pattern) => times.route(method, pattern),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    close: () => registry.clear(),
  };
}

/** The registry asks a metric for its values and nothing else, whatever its type says. */
const register = (registry: Registry, metric: { readonly name: string; get(): Promise<object> }): void =>
  registry.registerMetric(metric as unknown as Metric);

function readable({ name, help, kind: type, read }: Reading, unread: Counter) {
  const values = async (): Promise<readonly Sample[]> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("too slow")), READ_WITHIN_MS);
    });
    try {
      return await Promise.race([read(), late]);
    } catch {
      unread.inc({ metric: name });
      return [];
    } finally {
      clearTimeout(timer);
    }
  };
  return { name, get: async () => ({ name, help, type, aggregator: "sum", values: await values() }) };
}
