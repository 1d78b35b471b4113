import { newId } from "../contract/id.ts";
import { addressOfFailure, FAILURES } from "../errors.ts";
import type { IncomingMessage, ServerResponse } from "node:http";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Until the service is ready: alive, and asking to be asked again. */
export const starting: Handler = (request, response) => {
  if (request.url === "/livez") return answer(response, 200, "application/json", { status: "starting" });
  response.setHeader("Retry-After", "1");
  refuse(response, 503, {
    type: addressOfFailure("unavailable"),
    title: FAILURES.unavailable.title,
    detail: "The service is starting",
    code: "unavailable",
  });
};

/** An `Expect` other than `100-continue`. No route can fail so, hence it has no code and no page. */
export const unexpected: Handler = (_request, response) =>
  refuse(response, 417, {
    type: "about:blank",
    title: "Expectation Failed",
    detail: "The only thing that can be expected of this server is 100-continue",
  });

function refuse(response: ServerResponse, status: number, problem: Readonly<Record<string, string>>): void {
  const requestId = `req_${newId()}`;
  const { type, title, ...rest } = problem;
  const body = { type, title, status, ...rest, instance: "/", requestId, errors: [] };
  answer(response, status, "application/problem+json", body, requestId);
}

function answer(response: ServerResponse, status: number, type: string, body: object, id = `req_${newId()}`): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": id,
  });
  response.end(JSON.stringify(body));
}
