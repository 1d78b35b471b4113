import type { Log } from "../adapters/log.ts";
import { prometheusMeters } from "../adapters/metrics.ts";
import { openTracer } from "../adapters/tracing.ts";
import type { Config } from "../config.ts";
import type { Meters } from "../contract/metrics.ts";
import type { Tracer } from "../contract/trace.ts";
import { serveMetrics } from "../http/metrics.ts";
import type { Stack } from "./stack.ts";
import { VERSION } from "./version.ts";

/** What of this process is measured and recorded; null where nobody asked for it, and then it costs nothing. */
export type Monitoring = {
  readonly meters: Meters | null;
  readonly tracer: Tracer | null;
  /** Where /metrics is. */
  readonly metricsPort: number | null;
};

const CLOSE_MS = 2_000;
/** Spans that wait are sent before the process ends. */
const LAST_SPANS_MS = 6_000;
/** A collector that is away is told of once in this time. */
const TELL_AGAIN_MS = 60_000;

async function configuredTracer(config: Config, stack: Stack, log: Log): Promise<Tracer | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
  if (endpoint === undefined) return null;
  let toldAt = -Infinity;
  const tracer = await openTracer({
    endpoint,
    headers: headers?.reveal() ?? "",
    service: config.OTEL_SERVICE_NAME,
    version: VERSION,
    share: config.OTEL_TRACES_SAMPLER_ARG,
    onTrouble: (reason) => {
      if (performance.now() - toldAt < TELL_AGAIN_MS) return;
      toldAt = performance.now();
      log.warn("The collector did not take the spans; they are lost", { reason });
    },
  });
  stack.add("tracer", LAST_SPANS_MS, () => tracer.close());
  return tracer;
}

/** Opened first and closed last: a process is measured while it starts and while it drains. */
export async function openMonitoring(config: Config, stack: Stack, log: Log): Promise<Monitoring> {
  const tracer = await configuredTracer(config, stack, log);
  const { METRICS_PORT: port, METRICS_HOST: host } = config;
  if (port === undefined) return { meters: null, tracer, metricsPort: null };
  const meters = await prometheusMeters();
  stack.add("metrics", CLOSE_MS, async () => meters.close());
  const server = await serveMetrics({ host, port }, () => meters.text());
  stack.add("metrics server", CLOSE_MS, () => server.close());
  return { meters, tracer, metricsPort: server.port };
}
