import { newId } from "../contract/id.ts";
import { Failure, FAILURES } from "../errors.ts";
import { headersOf, PROBLEM_TYPE, toProblem } from "./problem.ts";
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
};
export type RequestLog = { request(line: RequestLine): void; bug(error: unknown, requestId: string): void };

/** What middleware notes about one request; the log line is made of it. */
export type Notes = { requestId: string; route: string | null; userId: string | null };
const notes = new WeakMap<Koa.Context["req"], Notes>();
export function notesOf(ctx: Koa.Context): Notes {
  const found = notes.get(ctx.req);
  if (!found) throw new Error("The request did not pass the boundary");
  return found;
}

const GIVEN_ID = /^[\w-]{8,64}$/;
/** Share tokens and those of mailed links, also percent-encoded in part, never reach the log. */
const TOKEN_IN_PATH = /(\/(?:s|sharing|verify-email|reset-password|exports\/download)(?:\/|%2f)+)[^/?#]{20,}/gi;
/** The query values that say nothing of a person; everything else might be a prompt, a password or a token. */
const LOGGED_VALUES = new Set(["limit", "page", "sort", "include", "category", "isPublic", "model", "promptId"]);
const QUERY_VALUE = /([?&])([^=&]*)=([^&]*)/g;

/** An address as the log may show it. */
export function redactUrl(url: string): string {
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
  ctx.body = JSON.stringify(toProblem(failure, redactUrl(ctx.path), notesOf(ctx).requestId));
  ctx.type = PROBLEM_TYPE;
}

/** The outermost layer: names the request, turns every error into an answer, writes one line when the answer has left. */
export const boundary =
  (log: RequestLog): Koa.Middleware =>
  async (ctx, next) => {
    const startedAt = performance.now();
    const given = ctx.get("x-request-id");
    const mine: Notes = { requestId: GIVEN_ID.test(given) ? given : `req_${newId()}`, route: null, userId: null };
    notes.set(ctx.req, mine);
    ctx.set("X-Request-Id", mine.requestId);
    ctx.res.once("close", () => {
      log.request({
        method: ctx.method,
        url: redactUrl(ctx.originalUrl),
        statusCode: ctx.res.statusCode,
        responseTime: `${Math.round(performance.now() - startedAt)}ms`,
        userId: mine.userId,
        requestId: mine.requestId,
        route: mine.route,
      });
    });
    try {
      await next();
    } catch (error) {
      const failure = expected(error);
      if (!failure) log.bug(error, mine.requestId);
      answerFailure(ctx, failure ?? new Failure("internal"));
    }
  };
