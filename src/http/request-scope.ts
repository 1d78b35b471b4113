import type Koa from "koa";
import type { Db } from "../db/database.ts";
import type { Route } from "../feature.ts";
import { type Actor, type Jobs, type Progress, refuseChange, type RequestFacts, type Scope } from "../scope.ts";
import { notesOf } from "./notes.ts";
import { groupOf } from "./limits.ts";
import type { ServerParts } from "./parts.ts";

/** Whether the peer is on this machine. */
export const isLoopback = (address: string): boolean => address === "::1" || /^(?:::ffff:)?127\./.test(address);
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
/** A proxy, a tunnel or a rebound name on this machine also connects from it, and speaks for somebody else. */
const isLocal = ({ req, headers }: Koa.Context, { proxyIpHeader }: ServerParts): boolean =>
  isLoopback(req.socket.remoteAddress ?? "") &&
  proxyIpHeader === null &&
  LOCAL_HOST.test(headers.host ?? "") &&
  FORWARDED.every((name) => headers[name] === undefined);

const USER_AGENT_MAX = 400;
const LEFT = new Error("The caller has left");
const atOnce = (effect: () => void): void => effect();

/** What is asked of a route, once all of it was checked. */
export type Asked = {
  readonly actor: Actor | null;
  readonly input: object;
  readonly idempotencyKey: string | null;
  /** What the route may see of the request. */
  readonly request: Pick<RequestFacts, "headers" | "method" | "ifMatch">;
};

/** When the caller leaves or the process stops, for those who ask: a signal costs more than the rest of the scope. */
class Leaving {
  readonly #res: Koa.Context["res"];
  readonly #stopping: AbortSignal;
  #signal: AbortSignal | undefined;

  constructor(res: Koa.Context["res"], stopping: AbortSignal) {
    this.#res = res;
    this.#stopping = stopping;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#watch());
  }

  #watch(): AbortSignal {
    const left = new AbortController();
    if (this.#res.closed) left.abort(LEFT);
    else this.#res.once("close", () => left.abort(LEFT));
    return AbortSignal.any([left.signal, this.#stopping]);
  }
}

function factsOf(ctx: Koa.Context, id: string, { headers, method, ifMatch }: Asked["request"], parts: ServerParts) {
  const userAgent = ctx.req.headers["user-agent"]?.slice(0, USER_AGENT_MAX) || null;
  return { id, ip: groupOf(ctx), userAgent, ifMatch, headers, method, isLocal: isLocal(ctx, parts) };
}

/**
 * What a route may touch while it serves one request. Of a class, so that all have one hidden class: accessors in a literal
 * make a new one each time, and everything that reads a scope then looks its fields up by name.
 */
export class RequestScope implements Scope {
  readonly actor: Actor | null;
  readonly db: Db;
  readonly jobs: Jobs;
  readonly ports: Scope["ports"];
  readonly settings: Scope["settings"];
  readonly request: RequestFacts;
  readonly now: () => Date;
  readonly progress: Progress;
  readonly afterCommit = atOnce;
  readonly changed = refuseChange;
  readonly used: Scope["used"];
  /** Not private: `derive` copies it to the scopes it makes of this one. */
  readonly leaving: Leaving;

  constructor({ reply }: Route, ctx: Koa.Context, { actor, request }: Asked, parts: ServerParts, progress: Progress) {
    const notes = notesOf(ctx);
    const { db, jobs, ports, settings, now } = parts.base;
    this.actor = actor;
    this.db = db.as({ role: "promptr_app", subject: actor?.userId ?? "" });
    this.jobs = jobs.within(this.db).from(notes.requestId);
    this.ports = ports;
    this.settings = settings;
    this.request = factsOf(ctx, notes.requestId, request, parts);
    this.now = now;
    this.progress = progress;
    this.used = (prompt) => void (notes.prompt = prompt);
    // A stream without an end must not hold up a stop: its client comes back to another process.
    this.leaving = new Leaving(ctx.res, reply.kind === "events" ? parts.leaving : parts.stopping);
  }

  get signal(): AbortSignal {
    return this.leaving.signal;
  }
}
