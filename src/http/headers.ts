import cors from "@koa/cors";
import type Koa from "koa";
import helmet from "helmet";
import type { IncomingMessage, ServerResponse } from "node:http";
import { notesOf } from "./notes.ts";

const YEAR_SECONDS = 31_536_000;
const PREFLIGHT_SECONDS = 600;

/** What a browser's script may read of an answer; without this the limits and ids would be invisible to front ends. */
const EXPOSED = [
  ["ETag", "Link", "Location", "Retry-After", "X-Request-Id", "Idempotent-Replayed", "Content-Disposition"],
  ["RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
  ["X-Quota-Api-Calls-Limit", "X-Quota-Api-Calls-Remaining", "X-Quota-Api-Calls-Reset"],
  ["X-Quota-Prompts-Limit", "X-Quota-Prompts-Remaining", "X-Quota-Prompts-Reset"],
  ["X-Quota-Enrichments-Limit", "X-Quota-Enrichments-Remaining", "X-Quota-Enrichments-Reset"],
  ["X-Publish-Warnings", "X-Near-Duplicates", "WWW-Authenticate", "Deprecation", "Sunset"],
].flat();

const ALLOWED = [
  ["Authorization", "X-API-Key", "X-Share-Password"],
  ["Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "X-Request-Id", "Traceparent"],
  ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"],
].flat();

type Header = readonly [name: string, value: string];

/**
 * What every answer says to browsers (OWASP secure headers). Helmet's values do not depend on the request, so it is
 * asked once. Pages bring a policy of their own; everything else needs nothing from anywhere.
 */
export function securityHeaders(production: boolean): readonly Header[] {
  const headers: Header[] = [];
  const response = {
    setHeader: (name: string, value: string) => void headers.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"] },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
    strictTransportSecurity: production ? { maxAge: YEAR_SECONDS } : false,
    // The API is meant to be called from other origins; CORS decides which.
    crossOriginResourcePolicy: { policy: "cross-origin" },
    // Helmet reads nothing of a request and sets headers only.
  })({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  if (!headers.some(([name]) => name === "Content-Security-Policy")) throw new Error("Helmet set no headers at once");
  return headers;
}

/** CORS by exact allow-list; no cookies are used, so none are allowed. */
export function crossOrigin(origins: readonly string[]): Koa.Middleware {
  const answer = cors({
    origin: (ctx) => (origins.includes(ctx.get("Origin")) ? ctx.get("Origin") : ""),
    exposeHeaders: EXPOSED,
    allowHeaders: ALLOWED,
    allowMethods: ["GET", "POST", "PUT", "DELETE", "HEAD"],
    maxAge: PREFLIGHT_SECONDS,
  });
  return (ctx, next) => {
    if (ctx.req.headers.origin !== undefined) return answer(ctx, next);
    notesOf(ctx).vary = "Origin";
    return next();
  };
}
