import { newId } from "../contract/id.ts";
import type { TimeRequest } from "../contract/metrics.ts";
import { beginTrace, readTraceparent, type Tracer, within } from "../contract/trace.ts";
import { Failure, type FailureCode, FAILURES } from "../errors.ts";
import type { Usage } from "../contract/usage.ts";
import { loggedUrl, redactUrl } from "./logged-url.ts";
import { noteOn, notesOf } from "./notes.ts";
import { headersOf, PROBLEM_TYPE, toProblem } from "./problem.ts";
import { problemPage, wantsPage } from "./problem-page.ts";
import { settle, unsay } from "./reply-headers.ts";
import { endSpan } from "./span.ts";
import { addUsage, statusOf } from "./usage.ts";
import type Koa from "koa";

export type RequestLine = {
  readonly method: string;
  readonly url: string;
  readonly statusCode: number;
  /** The guide's form: `"45ms"`. */
  readonly responseTime: string;
  readonly userId: string | null;
  readonly requestId: string;
  readonly route: string | null;
  /** Of the trace it belongs to, when it belongs to one. */
  readonly traceId?: string;
};
export type RequestLog = { request(line: RequestLine): void; bug(error: unknown, requestId: string): void };

const GIVEN_ID = /^[\w-]{8,64}$/;
/** The id a request came with, where it may be kept, or one of ours. */
export const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === "string" && GIVEN_ID.test(given) ? given : `req_${newId()}`;

const httpStatus = (error: unknown): number => {
  const status: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "status") : undefined;
  return typeof status === "number" ? status : 500;
};

/** Errors of the HTTP libraries in our words; null when it is a bug. */
function expected(error: unknown): Failure | null {
  if (error instanceof Failure) return error.code === "internal" ? null : error;
  const status = httpStatus(error);
  if (status === 413) return new Failure("body_too_large", { cause: error });
  if (status === 415) return new Failure("unsupported_media_type", { cause: error });
  if (error instanceof SyntaxError && status === 400) return new Failure("malformed_json", { cause: error });
  return status >= 400 && status < 500 ? new Failure("invalid_input", { cause: error }) : null;
}

export function answerFailure(ctx: Koa.Context, failure: Failure): void {
  ctx.status = FAILURES[failure.code].status;
  ctx.set(headersOf(failure, ctx.get("authorization") + ctx.get("x-api-key") !== ""));
  unsay(ctx, "ETag");
  ctx.set("Cache-Control", "no-store");
  if (wantsPage(ctx)) {
    const { headers, html } = problemPage(failure, notesOf(ctx).requestId);
    ctx.set(headers);
    ctx.body = html;
    return;
  }
  ctx.body = JSON.stringify(toProblem(failure, redactUrl(ctx.path), notesOf(ctx).requestId));
  ctx.type = PROBLEM_TYPE;
}

/** What is measured of requests; nothing where nobody reads it. */
export type Observed = {
  /** For what no route answers: documents, the dashboard, paths nobody knows. */
  readonly time: TimeRequest | null;
  readonly onFailure: ((code: FailureCode) => void) | null;
  readonly tracer: Tracer | null;
};

const UNOBSERVED: Observed = { time: null, onFailure: null, tracer: null };

type Parts = {
  readonly log: RequestLog;
  readonly observed?: Observed;
  readonly usage: Pick<Usage, "add">;
  readonly now: () => Date;
  /** What every answer says: names and values in turn. */
  readonly headers: readonly string[];
};

/**
 * The outermost layer: names the request, turns every error into an answer, writes one line and one usage row when the
 * answer has left.
 */
export const boundary =
  ({ log, usage, now, headers, observed = UNOBSERVED }: Parts): Koa.Middleware =>
  async (ctx, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(ctx.req.headers["x-request-id"]);
    const mine = noteOn(ctx, requestId, [...headers, "X-Request-Id", requestId]);
    const parent = readTraceparent(ctx.req.headers["traceparent"]);
    const { trace, span } = beginTrace(observed.tracer, parent, ctx.method, "server");
    ctx.res.once("close", () => {
      const durationMs = performance.now() - startedAt;
      addUsage(usage, mine, ctx.res, durationMs, now().getTime());
      (mine.time ?? observed.time)?.(statusOf(ctx.res), durationMs / 1_000);
      if (span) endSpan(span, ctx, mine);
      log.request({
        method: ctx.method,
        url: loggedUrl(ctx.originalUrl),
        // Nobody was told of a status when the caller left before there was one.
        statusCode: ctx.res.headersSent ? ctx.res.statusCode : statusOf(ctx.res),
        responseTime: `${Math.round(durationMs)}ms`,
        userId: mine.userId,
        requestId: mine.requestId,
        route: mine.route,
        ...(trace && { traceId: trace.traceId }),
      });
    });
    try {
      await within(trace, next);
      const refused = ctx.res.headersSent ? undefined : settle(ctx);
      if (refused !== undefined) throw refused;
    } catch (error) {
      const failure = expected(error);
      observed.onFailure?.(failure?.code ?? "internal");
      if (!failure) log.bug(error, mine.requestId);
      answerFailure(ctx, failure ?? new Failure("internal"));
      if (!ctx.res.headersSent) settle(ctx); // what is refused of it was told above
    }
  };
