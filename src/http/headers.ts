import cors from "@koa/cors";
import type Koa from "koa";
import helmet from "koa-helmet";

const YEAR_SECONDS = 31_536_000;
const PREFLIGHT_SECONDS = 600;

/** What a browser's script may read of an answer; without this the limits and ids would be invisible to front ends. */
const EXPOSED = [
  ["ETag", "Link", "Location", "Retry-After", "X-Request-Id", "Idempotent-Replayed", "Content-Disposition"],
  ["RateLimit", "RateLimit-Policy", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
  ["X-Quota-Api-Calls-Limit", "X-Quota-Api-Calls-Remaining", "X-Quota-Api-Calls-Reset"],
  ["X-Quota-Prompts-Limit", "X-Quota-Prompts-Remaining", "X-Quota-Prompts-Reset"],
  ["X-Quota-Enrichments-Limit", "X-Quota-Enrichments-Remaining", "X-Quota-Enrichments-Reset"],
  ["X-Publish-Warnings", "X-Near-Duplicates"],
].flat();

const ALLOWED = [
  ["Authorization", "X-API-Key", "X-Share-Password"],
  ["Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-Id"],
].flat();

/** Pages bring a policy of their own; everything else needs nothing from anywhere (OWASP secure headers). */
export const securityHeaders = (production: boolean): Koa.Middleware =>
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
  });

/** CORS by exact allow-list; no cookies are used, so none are allowed. */
export const crossOrigin = (origins: readonly string[]): Koa.Middleware =>
  cors({
    origin: (ctx) => (origins.includes(ctx.get("Origin")) ? ctx.get("Origin") : ""),
    exposeHeaders: EXPOSED,
    allowHeaders: ALLOWED,
    allowMethods: ["GET", "POST", "PUT", "DELETE", "HEAD"],
    maxAge: PREFLIGHT_SECONDS,
  });
