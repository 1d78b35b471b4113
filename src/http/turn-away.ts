import type { IncomingMessage, ServerResponse } from "node:http";
import { Failure } from "../errors.ts";
import { pathOf } from "../feature.ts";
import { OVERLOADED } from "./admission.ts";
import { loggedUrl, redactUrl } from "./logged-url.ts";
import { requestIdOf } from "./boundary.ts";
import { securityHeaders } from "./headers.ts";
import type { ServerParts } from "./parts.ts";
import { headersOf, PROBLEM_TYPE, toProblem } from "./problem.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
/** Stand in for what differs between two refusals; of characters JSON leaves as they are. */
const [INSTANCE, REQUEST_ID] = ["~instance~", "~request~"];

/**
 * Refuses in front of everything else while the server has all it can take: a refusal that went through routing, identity
 * and middleware would cost as much as a read, and ten times the load would leave nothing for those who are served (SRE book,
 * ch. 21). The answer is that of `overloaded` from a route, header by header. Browsers and pages take the longer way, where
 * CORS and HTML are.
 */
export function turningAway(
  parts: Pick<ServerParts, "admission" | "routes" | "settings" | "log">,
  answer: Handler,
): Handler {
  const { admission, routes, settings, log } = parts;
  const unlimited = new Set(routes.filter((route) => route.unlimited).map(pathOf));
  const failure = new Failure("overloaded", OVERLOADED);
  const [head = "", middle = "", tail = ""] = JSON.stringify(toProblem(failure, INSTANCE, REQUEST_ID)).split(
    new RegExp(`${INSTANCE}|${REQUEST_ID}`),
  );
  const fixed = [
    ...securityHeaders(settings.production),
    ...Object.entries(headersOf(failure, false)),
    ["Vary", "Origin"],
    ["Cache-Control", "no-store"],
    ["Content-Type", PROBLEM_TYPE],
  ].flat();

  return (request, response) => {
    const { url = "/", headers, method = "GET" } = request;
    const end = url.indexOf("?");
    const path = end < 0 ? url : url.slice(0, end);
    if (!admission.isFull || unlimited.has(path) || headers.origin !== undefined || isForReaders(headers.accept))
      return answer(request, response);
    admission.shed += 1;
    const requestId = requestIdOf(headers["x-request-id"]);
    const shown = redactUrl(path);
    const body = head + JSON.stringify(shown).slice(1, -1) + middle + requestId + tail;
    response.writeHead(503, [...fixed, "X-Request-Id", requestId, "Content-Length", String(Buffer.byteLength(body))]);
    response.end(method === "HEAD" ? undefined : body);
    log.request({
      method,
      url: loggedUrl(url),
      statusCode: 503,
      responseTime: "0ms",
      userId: null,
      requestId,
      route: null,
    });
  };
}

const isForReaders = (accept: string | undefined): boolean => accept?.includes("text/html") === true;
