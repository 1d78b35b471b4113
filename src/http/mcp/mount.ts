import type { Router } from "@koa/router";
import type Koa from "koa";
import { Failure } from "../../errors.ts";
import { readBody } from "../body.ts";
import { notesOf } from "../notes.ts";
import { invalidInput, unstorable } from "../input.ts";
import { groupOf, spendRequest } from "../limits.ts";
import type { ServerParts } from "../parts.ts";
import { writeText } from "../reply.ts";
import { say } from "../reply-headers.ts";
import { isLoopback } from "../request-scope.ts";
import { whoAsks } from "../who.ts";
import type { Offer } from "./session.ts";
import type { McpTable } from "./tool.ts";

const PATH = "/mcp";
/** The headers the protocol itself reads; what says who asks stays here. */
const PROTOCOL_HEADERS = ["accept", "content-type", "mcp-protocol-version", "mcp-method", "mcp-name"];
const ASKED = { bearerKeys: true } as const;
/** Announcements to clients that wait for them would need a socket each; nothing here is announced. */
const SUBSCRIBE = "subscriptions/listen";

const LOCAL_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);
const hostnameOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");

/**
 * A page in a browser may use this only from an origin that is listed (MCP 2025-11-25, transports, security warning). On
 * this machine itself a name that was rebound to it is refused too; behind a proxy the proxy knows its names.
 */
function refuseForeign(ctx: Koa.Context, { corsOrigins, proxyIpHeader, settings }: ServerParts): void {
  const { origin, host = "" } = ctx.req.headers;
  if (origin !== undefined && !corsOrigins.includes(origin))
    throw new Failure("forbidden", { detail: "This origin is not one of CORS_ORIGINS" });
  if (proxyIpHeader !== null || !isLoopback(ctx.req.socket.remoteAddress ?? "")) return;
  const name = hostnameOf(`http://${host}`);
  if (!LOCAL_NAMES.has(name) && name !== hostnameOf(settings.publicUrl))
    throw new Failure("forbidden", { detail: "This server is not known by this name" });
}

/** Whether the connection asked for writing: in its address, which a person sets and no model can change. */
function mayWrite(ctx: Koa.Context): boolean {
  const { write, ...others } = ctx.query;
  const faults = Object.keys(others).map((name) => ({ path: `query.${name.slice(0, 40)}`, code: "unrecognized_keys" }));
  if (write !== undefined && write !== "1") faults.push({ path: "query.write", code: "invalid_value" });
  if (faults.length === 0) return write === "1";
  throw invalidInput(faults.map((fault) => ({ ...fault, message: "only write=1 is known here" })));
}

/** One message: an object without what nobody could store or what is nested without end. */
async function messageIn(ctx: Koa.Context): Promise<Readonly<Record<string, unknown>>> {
  const { value, faults } = await readBody({ bodyKind: "json" }, ctx);
  if (Array.isArray(value)) {
    const detail = "Send one message at a time: MCP has no batches since 2025-06-18";
    throw new Failure("invalid_input", { detail });
  }
  const refused = faults.length > 0 ? faults : unstorable(value, "message");
  if (refused.length > 0) throw invalidInput(refused);
  return value as Record<string, unknown>; // readBody gives objects only
}

function requestOf({ req, res }: Koa.Context): Request {
  const headers = new Headers();
  for (const name of PROTOCOL_HEADERS) {
    const value = req.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const left = new AbortController();
  res.once("close", () => left.abort());
  return new Request(`http://localhost${PATH}`, { method: "POST", headers, signal: left.signal });
}

/** Who asks, or 401. The limit is spent before anything is refused. */
async function caller(ctx: Koa.Context, parts: ServerParts) {
  const actor = await whoAsks(ASKED, ctx, parts);
  await spendRequest(ctx, parts.limiter, parts.settings.limits, actor);
  if (!actor) throw new Failure("unauthenticated");
}

/**
 * Mounts the MCP server (streamable HTTP, stateless): the operations of the table as tools, the caller's prompts as
 * prompts. It is in front of the same routes as REST, so limits, quotas, rights and records are theirs; the protocol and
 * the schemas of tools are loaded when somebody asks first.
 */
export function mountMcp(router: Router, table: McpTable, parts: ServerParts): void {
  let offer: Offer | undefined;
  const serve = async (ctx: Koa.Context): Promise<void> => {
    Object.assign(notesOf(ctx), { route: "mcp", address: groupOf(ctx) });
    refuseForeign(ctx, parts);
    await caller(ctx, parts);
    const writes = mayWrite(ctx);
    const message = await messageIn(ctx);
    // A body can be held back for half a minute, and what was revoked meanwhile must not be served.
    const actor = await whoAsks(ASKED, ctx, parts);
    if (!actor) throw new Failure("unauthenticated");
    if (message["method"] === SUBSCRIBE)
      throw new Failure("invalid_input", { detail: `${SUBSCRIBE} is not offered here` });
    const { answerVisit, offerOf } = await import("./session.ts");
    offer ??= offerOf(table, parts);
    const response = await answerVisit(offer, { ctx, actor, mayWrite: writes, parts }, requestOf(ctx), message);
    say(ctx, { "Cache-Control": "no-store" });
    const text = await response.text();
    if (text === "") {
      ctx.status = response.status;
      ctx.body = null;
      ctx.status = response.status; // Koa makes an empty body a 204
    } else await writeText(ctx, text, { status: response.status, compress: true });
  };
  router.post(PATH, (ctx) => parts.admission.run(() => serve(ctx)));
}
