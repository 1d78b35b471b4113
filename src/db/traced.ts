import { currentTrace, traced } from "../contract/trace.ts";
import { type Compilable, type Query, toQuery } from "./build.ts";

const VERB = /^[\s(]*(\w{1,20})/;

/**
 * Runs a query as a span of the trace at hand, when that is recorded. The SQL is told, its parameters never: what people
 * write is in nothing else.
 */
export function asSpan<R>(
  query: Query<R> | Compilable<R>,
  run: (query: Query<R> | Compilable<R>) => Promise<R[]>,
): Promise<R[]> {
  if (!currentTrace()?.tracer) return run(query);
  const compiled = toQuery(query);
  const verb = (VERB.exec(compiled.sql)?.[1] ?? "statement").toUpperCase();
  const attributes = () => ({
    "db.system.name": "postgresql",
    "db.operation.name": verb,
    "db.query.text": compiled.sql.replaceAll(/\s+/g, " ").trim(),
  });
  return traced(verb, attributes, () => run(compiled));
}
