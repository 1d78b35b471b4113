import type Koa from "koa";
import type { Span } from "../contract/trace.ts";
import { statusOf } from "./usage.ts";

type Named = { readonly pattern: string | null; readonly route: string | null; readonly requestId: string };

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
/** The names of OpenTelemetry's HTTP conventions; a path, an address or a person is in none of them. */
export function endSpan(span: Span, { method, res }: Koa.Context, { pattern, route, requestId }: Named): void {
  const status = statusOf(res);
  const verb = METHODS.has(method) ? method : "HTTP";
  span.end({
    name: pattern === null ? verb : `${verb} ${pattern}`,
    attributes: {
      "http.request.method": METHODS.has(method) ? method : "_OTHER",
      "http.response.status_code": status,
      "promptr.request_id": requestId,
      ...(pattern !== null && { "http.route": pattern }),
      ...(route !== null && { "promptr.operation": route }),
    },
    ...(status >= 500 && { fault: new Error(String(status)) }),
  });
}
