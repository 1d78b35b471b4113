import { createHash } from "node:crypto";
import type { Router } from "@koa/router";
import type Koa from "koa";
import type { Page } from "../contract/html.ts";
import { Failure } from "../errors.ts";
import type { RequestFacts } from "../scope.ts";
import { notesOf } from "./notes.ts";
import { groupOf } from "./limits.ts";

type FetchHandler = (request: Request) => Promise<Response>;
type Visitor = { readonly userId: string; readonly sessionId: string | null };

/** What the mounted dashboard needs of the rest. */
export type Dashboard = {
  readonly path: string;
  /** The administrator a `Cookie` header speaks for. */
  readonly identify: (cookies: string) => Promise<Visitor | null>;
  readonly isOwnOrigin: (headers: RequestFacts["headers"]) => boolean;
  /** Records what is about to be done. */
  readonly onAction: (
    visitor: Visitor,
    request: Pick<RequestFacts, "id" | "ip">,
    action: { readonly path: string; readonly intent: string | null },
  ) => Promise<void>;
  /** The dashboard, loaded when somebody asks for it first; null where there is none. */
  readonly open: () => Promise<FetchHandler | null>;
  readonly signIn: () => Page;
  readonly missing: () => Page;
};

/** Its forms send a job's payload at most. */
const BODY_BYTES_MAX = 64 * 1_024;
/** What a dashboard must not see, or would see of the wrong connection. */
const WITHHELD =
  /^(?:cookie|authorization|x-api-key|host|connection|content-length|transfer-encoding|accept-encoding|x-forwarded-.*|forwarded)$/;
const KEPT_HEADERS = ["content-type", "cache-control", "location", "x-remix-response", "x-remix-reload-document"];

async function bodyOf({ req }: Koa.Context): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Failure("body_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Its first page asks for data beside the path of the cookie; it is led to this address below it. */
const ROOT_DATA = "/_root.data";

function requestOf(ctx: Koa.Context, path: string, body: Buffer | undefined): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(ctx.req.headers))
    if (typeof value === "string" && !WITHHELD.test(name)) headers.set(name, value);
  // Of what acts the origin was checked, and the dashboard compares it with the address it is asked at.
  const origin = body ? ctx.get("origin") : "http://localhost";
  return new Request(new URL(ctx.url.replace(path + ROOT_DATA, `${path}.data`), origin), {
    method: ctx.method,
    headers,
    ...(body && { body: new Uint8Array(body) }),
  });
}

/** It takes its font from another host, in its pages and again in its scripts; the reader's system has one. */
const OUTSIDE_FONT = /https:\/\/fonts\.(?:googleapis|gstatic)\.com[^"'`\s\\]*/g;
const NO_FONT = "data:text/css,";
/** Its third colour of text has less contrast than 4.5:1 (WCAG 1.4.3), in light and in dark; its second has enough. */
const FAINT = /--text-tertiary:[^;}]*/g;
const READABLE = "--text-tertiary:var(--text-secondary)";
const REWRITTEN = /^text\/(?:html|javascript|x-script|css)\b/;

const INLINE = /<script\b(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi;
/** Its scripts carry what the page is about, so they are different every time: each is allowed by its hash. */
function policyOf(html: string): string {
  const hashes = [...html.matchAll(INLINE)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${[...new Set(hashes)].join(" ")}`,
    "style-src 'self' 'unsafe-inline' data:", // its elements have style attributes; the font that is none
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

async function answer(ctx: Koa.Context, response: Response): Promise<void> {
  ctx.status = response.status;
  for (const name of KEPT_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) ctx.set(name, name === "cache-control" ? value.replace(/\bpublic\b/, "private") : value);
  }
  ctx.set("Referrer-Policy", "same-origin"); // a form of its own must name its origin
  const kind = response.headers.get("content-type") ?? "";
  const bytes = Buffer.from(await response.arrayBuffer());
  if (REWRITTEN.test(kind)) {
    const text = bytes.toString("utf8").replaceAll(OUTSIDE_FONT, NO_FONT).replaceAll(FAINT, READABLE);
    if (kind.startsWith("text/html")) ctx.set("Content-Security-Policy", policyOf(text));
    ctx.body = text;
    ctx.set("Content-Type", kind); // Koa guesses another from a text
  } else ctx.body = bytes.length > 0 ? bytes : null;
  ctx.status = response.status; // Koa makes an empty body a 204
}

function show(ctx: Koa.Context, { status, headers, html }: Page): void {
  ctx.status = status;
  ctx.set(headers);
  ctx.body = html;
}

/**
 * Mounts pg-boss's dashboard for administrators. `spend` counts the requests of everybody else, who get the page that
 * lets them in; what is changed must come from a page of this server, and is recorded first.
 */
export function mountDashboard(router: Router, dashboard: Dashboard, spend: (ctx: Koa.Context) => Promise<void>): void {
  const serve = async (ctx: Koa.Context): Promise<void> => {
    const notes = notesOf(ctx);
    notes.route = "dashboard";
    const visitor = await dashboard.identify(ctx.get("cookie"));
    if (!visitor) {
      await spend(ctx);
      return show(ctx, dashboard.signIn());
    }
    notes.userId = visitor.userId;
    const acts = ctx.method !== "GET" && ctx.method !== "HEAD";
    if (acts && !dashboard.isOwnOrigin(ctx.req.headers)) throw new Failure("forbidden");
    const handler = await dashboard.open();
    if (!handler) return show(ctx, dashboard.missing());
    const body = acts ? await bodyOf(ctx) : undefined;
    if (body) {
      const intent = new URLSearchParams(body.toString("latin1")).get("intent");
      await dashboard.onAction(visitor, { id: notes.requestId, ip: groupOf(ctx) }, { path: ctx.path, intent });
    }
    await answer(ctx, await handler(requestOf(ctx, dashboard.path, body)));
  };
  router.all(new RegExp(`^${dashboard.path}(?:/.*)?$`), serve);
  router.get(`${dashboard.path}.data`, (ctx) => {
    ctx.redirect(dashboard.path + ROOT_DATA + ctx.search);
    ctx.status = 307;
  });
}
