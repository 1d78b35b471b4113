import { newId } from "../contract/id.ts";
import type { TimeRequest } from "../contract/metrics.ts";
import { beginTrace, readTraceparent, type Tracer, within } from "../contract/trace.ts";
import { Failure, type FailureCode, FAILURES } from "../errors.ts";
import type { Usage } from "../contract/usage.ts";
import { headersOf, PROBLEM_TYPE, toProblem } from "./problem.ts";
import { problemPage, wantsPage } from "./problem-page.ts";
import { endSpan } from "./span.ts";
import { addUsage, statusOf, type UsageNotes } from "./usage.ts";
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

/** What middleware notes about one request; the log line and the usage row are made of it. */
export type Notes = UsageNotes & {
  requestId: string;
  route: string | null;
  /** Its pattern, `/api/v1/prompts/:id`. */
  pattern: string | null;
  /** Counts it under its route; null while none is known. */
  time: TimeRequest | null;
};
/** Lies on the request itself: a weak map would cost more with every request, and every collection more with every entry. */
const NOTES = Symbol("notes");
type Noted = { [NOTES]?: Notes };
export function notesOf(ctx: Koa.Context): Notes {
  const found = (ctx.req as Noted)[NOTES];
  if (!found) throw new Error("The request did not pass the boundary");
  return found;
}

const GIVEN_ID = /^[\w-]{8,64}$/;
/** The id a request came with, where it may be kept, or one of ours. */
export const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === "string" && GIVEN_ID.test(given) ? given : `req_${newId()}`;

/** Share tokens and those of mailed links, also percent-encoded in part, never reach the log. */
const TOKEN_IN_PATH =
  /(\/(?:s|sharing|verify-email|reset-password|unsubscribe|exports\/download)(?:\/|%2f)+)[^/?#]{20,}/gi;
/** The query values that say nothing of a person; everything else might be a prompt, a password or a token. */
const LOGGED = ["limit", "page", "sort", "include", "category", "isPublic", "model", "promptId", "write"];
const LOGGED_VALUES = new Set(LOGGED);
const QUERY_VALUE = /([?&])([^=&]*)=([^&]*)/g;

/** Most addresses hold nothing to hide: short words and ids, and no query but what may be shown. */
const PLAIN = new RegExp(
  `^(?:/(?!s/|sharing/|verify-email/|reset-password/|unsubscribe/|exports/)[\\w.-]{0,60}){0,8}(?:[?&](?:${LOGGED.join("|")})=[\\w.-]{0,60}){0,8}$`,
  "i",
);
const PLAIN_MAX = 300;

/** An address without its secrets, as who asked may be told it again. */
export function redactUrl(url: string): string {
  if (url.length <= PLAIN_MAX && PLAIN.test(url)) return url;
  const [path = "", ...query] = url.split("?");
  const shown = path.slice(0, 300).replaceAll(TOKEN_IN_PATH, "$1[redacted]");
  if (query.length === 0) return shown;
  const values = `?${query.join("?").slice(0, 300)}`.replaceAll(
    QUERY_VALUE,
    (_all, mark: string, key: string, value: string) =>
      LOGGED_VALUES.has(key) ? `${mark}${key}=${value}` : `${mark}${key.slice(0, 40)}=[redacted]`,
  );
  return shown + values;
}

/** The name of a label is its owner's word; the prompt's id and the route say which one it was. */
const LABEL_IN_PATH = /(\/labels(?:\/|%2f)+)[^/?#]+/i;
/** An address as the log may show it: besides secrets, what a person has written is left out. */
export const loggedUrl = (url: string): string => redactUrl(url).replace(LABEL_IN_PATH, "$1[redacted]");

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
  ctx.remove("ETag");
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

const newNotes = (requestId: string): Notes => ({
  requestId,
  route: null,
  pattern: null,
  time: null,
  userId: null,
  apiKeyId: null,
  operation: null,
  prompt: null,
  address: "",
  status: null,
});

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
  /** What every answer says. */
  readonly headers: readonly (readonly [name: string, value: string])[];
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
    const mine = newNotes(requestId);
    (ctx.req as Noted)[NOTES] = mine;
    ctx.res.setHeader("X-Request-Id", requestId);
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
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
    } catch (error) {
      const failure = expected(error);
      observed.onFailure?.(failure?.code ?? "internal");
      if (!failure) log.bug(error, mine.requestId);
      answerFailure(ctx, failure ?? new Failure("internal"));
    }
  };
