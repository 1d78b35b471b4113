import { Router } from "@koa/router";
import Koa from "koa";
import compress from "koa-compress";
import findMyWay, { type HTTPMethod } from "find-my-way";
import { z } from "zod";
import { Failure } from "../errors.ts";
import { failuresOf, pathOf, type Route } from "../feature.ts";
import { boundary } from "./boundary.ts";
import { notesOf } from "./notes.ts";
import { mountDashboard } from "./dashboard.ts";
import { mountMcp } from "./mcp/mount.ts";
import { crossOrigin, securityHeaders } from "./headers.ts";
import type { ServerParts } from "./parts.ts";
import { groupOf, spendRequest } from "./limits.ts";
import { serve, type Served, toServed } from "./serve.ts";
import { isApiPath, UNKNOWN_OPERATION } from "./usage.ts";

/** Refuses to start with routes that could not be told apart, reached, or trusted to refuse unknown fields. */
function verify(routes: readonly Route[]): void {
  const seen = new Map<string, string>();
  for (const route of routes) {
    const address = `${route.method} ${pathOf(route).replaceAll(/:\w+/g, ":")}`;
    for (const key of [address, route.name]) {
      const other = seen.get(key);
      if (other !== undefined) throw new Error(`${route.name} and ${other} are both ${key}`);
      seen.set(key, route.name);
    }
    for (const part of [route.params, route.query, route.body]) {
      if (part && !(part.def.catchall instanceof z.ZodNever))
        throw new Error(`${route.name} reads an object that is not strict`);
    }
    if (route.access !== "public" && route.keyScope === undefined)
      throw new Error(`${route.name} does not say what an API key needs here`);
    if (route.idempotent && route.access === "public") throw new Error(`${route.name} is idempotent for nobody`);
    failuresOf(route);
  }
}

type Finder = ReturnType<typeof findMyWay>;
/** As much as Node reads of an address with its headers: what a parameter may be is its schema's business. */
const PARAMETER_MAX = 16_384;

/** Every route under its method and path; HEAD is GET without a body. */
function finderOf(parts: ServerParts): Finder {
  const finder = findMyWay({ ignoreTrailingSlash: true, caseSensitive: false, maxParamLength: PARAMETER_MAX });
  for (const route of parts.routes) {
    const served = toServed(route, !parts.settings.production, parts.meters);
    finder.on(route.method, pathOf(route), () => undefined, served);
  }
  return finder;
}

const asked = (finder: Finder, method: string, path: string) =>
  finder.find((method === "HEAD" ? "GET" : method) as HTTPMethod, path); // an unknown method finds nothing

export function createServer(parts: ServerParts): Koa {
  verify(parts.routes);
  const finder = finderOf(parts);
  const documents = new Router();
  parts.mount(documents);
  if (parts.dashboard) {
    mountDashboard(documents, parts.dashboard, (ctx) => spendRequest(ctx, parts.limiter, parts.settings.limits, null));
  }
  if (parts.mcp) mountMcp(documents, parts.mcp, parts);
  const headers = securityHeaders(parts.settings.production).flat();

  const app = new Koa({
    proxy: parts.proxyIpHeader !== null,
    ...(parts.proxyIpHeader !== null && { proxyIpHeader: parts.proxyIpHeader }),
  });
  app.silent = true; // errors that reach Koa itself are those of sockets that have gone
  const { log, observed } = parts;
  app.use(boundary({ log, observed, usage: parts.base.ports.usage, now: parts.base.now, headers }));
  app.use(crossOrigin(parts.corsOrigins));
  app.use((ctx, next) => {
    const found = asked(finder, ctx.method, ctx.path);
    if (!found) return next();
    const served = found.store as Served; // finderOf() put it there
    const { unlimited, reply } = served.route;
    // Probes are answered always, and event streams only wait.
    if (unlimited || reply.kind === "events") return serve(served, ctx, found.params, parts);
    return parts.admission.run(() => serve(served, ctx, found.params, parts));
  });
  // What our own writer does not compress: the documents' assets. Event streams would sit in its buffer.
  app.use(compress({ threshold: 1_024, filter: (type) => !/json|html|zip/.test(type), br: false, zstd: false }));
  app.use(documents.routes());
  app.use(otherwise(finder, documents, parts));
  return app;
}

const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;
function allowedAt(finder: Finder, documents: Router, path: string): ReadonlySet<string> {
  const found = METHODS.filter((method) => finder.find(method, path));
  return new Set([
    ...found,
    ...(found.includes("GET") ? ["HEAD"] : []),
    ...documents.match(path, "GET").path.flatMap((layer) => layer.methods),
  ]);
}

/** What no route answered: the path is unknown, or known under other methods. Looking for paths counts like any request. */
const otherwise =
  (finder: Finder, documents: Router, { limiter, settings }: ServerParts): Koa.Middleware =>
  async (ctx) => {
    const allowed = allowedAt(finder, documents, ctx.path);
    if (allowed.size > 0) ctx.set("Allow", [...allowed, "OPTIONS"].join(", "));
    if (allowed.size > 0 && ctx.method === "OPTIONS") {
      ctx.status = 204;
      return;
    }
    if (isApiPath(ctx.path)) Object.assign(notesOf(ctx), { operation: UNKNOWN_OPERATION, address: groupOf(ctx) });
    await spendRequest(ctx, limiter, settings.limits, null);
    throw allowed.size > 0
      ? new Failure("method_not_allowed")
      : new Failure("not_found", { detail: "No such endpoint" });
  };
