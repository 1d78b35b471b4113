import { Router } from "@koa/router";
import Koa from "koa";
import compress from "koa-compress";
import { z } from "zod";
import { Failure } from "../errors.ts";
import { failuresOf, pathOf, type Route } from "../feature.ts";
import { boundary } from "./boundary.ts";
import { crossOrigin, securityHeaders } from "./headers.ts";
import type { ServerParts } from "./parts.ts";
import { spendRequest } from "./limits.ts";
import { serve } from "./serve.ts";

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

/** Literal segments before parameters, so that `/prompts/public` is not read as an id. */
const literalFirst = (a: Route, b: Route): number =>
  pathOf(a).replaceAll(/:\w+/g, "\u{10FFFF}").localeCompare(pathOf(b).replaceAll(/:\w+/g, "\u{10FFFF}"), "en");

export function createServer(parts: ServerParts): Koa {
  verify(parts.routes);
  const router = new Router();
  for (const route of parts.routes.toSorted(literalFirst)) {
    router.register(pathOf(route), [route.method], async (ctx) => serve(route, ctx, ctx.params, parts));
  }
  parts.mount(router);

  const app = new Koa({
    proxy: parts.proxyIpHeader !== null,
    ...(parts.proxyIpHeader !== null && { proxyIpHeader: parts.proxyIpHeader }),
  });
  app.silent = true; // errors that reach Koa itself are those of sockets that have gone
  app.use(boundary(parts.log));
  app.use(securityHeaders(parts.settings.production));
  app.use(crossOrigin(parts.corsOrigins));
  // What our own writer does not compress: the documents' assets. Event streams would sit in its buffer.
  app.use(
    compress({
      threshold: 1_024,
      filter: (type) => type !== "text/event-stream" && !/json|html|zip/.test(type),
      br: false,
      zstd: false,
    }),
  );
  app.use(router.routes());
  app.use(otherwise(router, parts));
  return app;
}

/** What no route answered: the path is unknown, or known under other methods. Looking for paths counts like any request. */
const otherwise =
  (router: Router, { limiter, settings }: ServerParts): Koa.Middleware =>
  async (ctx) => {
    const allowed = new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods));
    if (allowed.size > 0) ctx.set("Allow", [...allowed, "OPTIONS"].join(", "));
    if (allowed.size > 0 && ctx.method === "OPTIONS") {
      ctx.status = 204;
      return;
    }
    await spendRequest(ctx, limiter, settings.limits, null);
    throw allowed.size > 0
      ? new Failure("method_not_allowed")
      : new Failure("not_found", { detail: "No such endpoint" });
  };
