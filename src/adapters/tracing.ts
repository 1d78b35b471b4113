import type * as OpenTelemetry from "@opentelemetry/api";
import type { Context, Span as OtelSpan, Tracer as OtelTracer } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { type Attributes, readTraceparent, type SpanKind, type Trace, type Tracer } from "../contract/trace.ts";

type Options = {
  /** Without `/v1/traces`. */
  readonly endpoint: string;
  /** `name=value,…` with percent-encoded values (OpenTelemetry, OTLP exporter). */
  readonly headers: string;
  readonly service: string;
  readonly version: string;
  /** Of the traces that begin here, from 0 to 1. */
  readonly share: number;
  /** Hears of batches no collector took. */
  readonly onTrouble: (message: string) => void;
};

/** Spans in memory; what comes while as many wait is forgotten, so that a collector that is away costs 2 MB at most. */
const WAITING_MAX = 2_048;
const BATCH_MAX = 512;
const EVERY_MS = 2_000;
const EXPORT_TIMEOUT_MS = 5_000;
const TEXT_MAX = 1_000;

function headersOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.flatMap(([name = "", ...value]) =>
      name.trim() === "" ? [] : [[name.trim(), decodeURIComponent(value.join("=").trim())] as const],
    ),
  );
}

/** The same exporter, whose failures are told of: OpenTelemetry's own way is to be silent. */
function told(exporter: SpanExporter, onTrouble: (message: string) => void): SpanExporter {
  return {
    export: (spans: ReadableSpan[], done) =>
      exporter.export(spans, (result) => {
        if (result.error) onTrouble(result.error.message);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

/** Only the name of an error: its message may quote what the work was about. */
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : "Error");

/** Sends spans to a collector. Loaded only where one is configured; no module hooks, so it works in the executable too. */
export async function openTracer(options: Options): Promise<Tracer & { close(): Promise<void> }> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const { endpoint, headers, service, version, share, onTrouble } = options;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    headers: headersOf(headers),
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": service, "service.version": version }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanLimits: { attributeValueLengthLimit: TEXT_MAX },
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: told(exporter, onTrouble),
        maxQueueSize: WAITING_MAX,
        maxExportBatchSize: BATCH_MAX,
        scheduledDelayMillis: EVERY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer("promptr", version);
  return { ...spansOf(tracer, api), close: () => provider.shutdown() };
}

type Api = typeof OpenTelemetry;

function spansOf(tracer: OtelTracer, { trace, ROOT_CONTEXT, SpanKind, SpanStatusCode }: Api): Tracer {
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };
  const contextOf = (parent: string | null): Context => {
    if (readTraceparent(parent) === null || parent === null) return ROOT_CONTEXT;
    const [, traceId = "", spanId = "", flags = "00"] = parent.split("-");
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true });
  };
  const self: Tracer = {
    begin(name: string, kind: SpanKind, attributes: Attributes, parent: string | null) {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, contextOf(parent));
      return {
        trace: placeOf(span, self),
        end({ name: said, attributes: more, fault } = {}) {
          if (said !== undefined) span.updateName(said);
          if (more) span.setAttributes(more);
          if (fault !== undefined) {
            span.setAttribute("error.type", nameOf(fault));
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
  };
  return self;
}

function placeOf(span: OtelSpan, tracer: Tracer): Trace {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
  return { traceId, traceparent, tracer: span.isRecording() ? tracer : null };
}
