import { AsyncLocalStorage } from "node:async_hooks";

export type Attributes = Readonly<Record<string, string | number | boolean>>;
export type SpanKind = "server" | "client" | "consumer";

/** Where in somebody's trace the work at hand stands (W3C Trace Context). */
export type Trace = {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** What is told to whoever is called next. */
  readonly traceparent: string;
  /** Null while nobody records: no exporter is configured, or this trace was not chosen. */
  readonly tracer: Tracer | null;
};

/** A piece of work that is recorded. */
export type Span = {
  /** Where whatever is done within it stands. */
  readonly trace: Trace;
  end(how?: { readonly name?: string; readonly attributes?: Attributes; readonly fault?: unknown }): void;
};

export type Tracer = {
  /** Begins a span below `parent`, a valid traceparent, or a trace of its own. Attributes hold no secret and no text. */
  begin(name: string, kind: SpanKind, attributes: Attributes, parent: string | null): Span;
};

const current = new AsyncLocalStorage<Trace>();

/** The trace of the request or job this is called from; undefined where nobody asked for one. */
export const currentTrace = (): Trace | undefined => current.getStore();

/** Runs the work, and whatever it awaits, as part of the trace; as it is without one. */
export const within = <T>(trace: Trace | undefined, work: () => T): T => (trace ? current.run(trace, work) : work());

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const LENGTH_MAX = 200;
/** The lowest bit of the flags. */
const IS_SAMPLED = /[13579bdf]$/;

/** A `traceparent` header as others may be told it; null for what is none (W3C Trace Context §3.2). */
export function readTraceparent(header: unknown): string | null {
  if (typeof header !== "string" || header.length > LENGTH_MAX) return null;
  const [, version, traceId, parentId, flags, rest] = FORM.exec(header) ?? [];
  if (traceId === undefined || version === "ff" || (version === "00" && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId ?? "")) return null;
  return `00-${traceId}-${parentId}-${flags}`; // what a later version adds is not ours to pass on
}

/** Somebody else's trace, of which this process records nothing and passes everything on. */
export const passedOn = (traceparent: string | null): Trace | undefined =>
  traceparent === null ? undefined : { traceId: traceparent.slice(3, 35), traceparent, tracer: null };

/** The trace of the request that some deferred work is done for; undefined where none was noted. */
export function continued(traceparent: string | null): Trace | undefined {
  const own = current.getStore();
  const past = passedOn(traceparent);
  return past && { ...past, tracer: IS_SAMPLED.test(past.traceparent) ? (own?.tracer ?? null) : null };
}

/** Begins the work of a request or a job: recorded where there is a tracer, else only passed on. */
export function beginTrace(
  tracer: Tracer | null,
  parent: string | null,
  name: string,
  kind: SpanKind,
): { readonly trace: Trace | undefined; readonly span: Span | null } {
  const span = tracer?.begin(name, kind, {}, parent) ?? null;
  return { trace: span ? span.trace : passedOn(parent), span };
}

/** The headers for whoever is called next. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const traceparent = current.getStore()?.traceparent;
  return traceparent === undefined ? {} : { traceparent };
}

/** Records one call to the outside as part of the trace at hand; costs a look-up while nothing is recorded. */
export async function traced<T>(name: string, attributes: () => Attributes, work: () => Promise<T>): Promise<T> {
  const trace = current.getStore();
  if (!trace?.tracer) return work();
  const span = trace.tracer.begin(name, "client", attributes(), trace.traceparent);
  try {
    const result = await current.run(span.trace, work);
    span.end();
    return result;
  } catch (fault) {
    span.end({ fault });
    throw fault;
  }
}
