import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Router } from "@koa/router";
import type Koa from "koa";
import { Failure } from "../errors.ts";
import { notesOf } from "./boundary.ts";

const PREFIX = "/api-docs";
const OPENAPI = "/api/v1/openapi.json";

/** The only files of swagger-ui-dist the page asks for; the page asks for the style sheet by its minified name. */
const ASSETS: Record<string, { file: string; type: string }> = {
  "swagger-ui.min.css": { file: "swagger-ui.css", type: "text/css" },
  "swagger-ui-bundle.min.js": { file: "swagger-ui-bundle.js", type: "text/javascript" },
  "swagger-ui-bundle.js": { file: "swagger-ui-bundle.js", type: "text/javascript" },
  "swagger-ui-standalone-preset.min.js": { file: "swagger-ui-standalone-preset.js", type: "text/javascript" },
  "swagger-ui-standalone-preset.js": { file: "swagger-ui-standalone-preset.js", type: "text/javascript" },
  "favicon-32x32.png": { file: "favicon-32x32.png", type: "image/png" },
};

const require = createRequire(import.meta.url);

function swaggerDirectory(): { directory: string; version: string } {
  const manifest = require.resolve("swagger-ui-dist/package.json");
  const { version } = require(manifest) as { version: string };
  return { directory: dirname(manifest), version };
}

const sourceHash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

type Rendered = { readonly html: string; readonly policy: string };

/** koa2-swagger-ui's page, rendered once: links to other hosts are cut, its inline script is allowed by its hash. */
async function render(version: string): Promise<Rendered> {
  // Loaded when somebody reads the page: it costs 60 ms and 8 MB at every start otherwise.
  const { koaSwagger } = await import("koa2-swagger-ui");
  const page = koaSwagger({
    routePrefix: PREFIX,
    title: "Promptr API",
    swaggerCdnUrl: `${PREFIX}/assets`,
    swaggerVersion: version,
    favicon: `${PREFIX}/assets/${version}/favicon-32x32.png`,
    hideTopbar: true,
    swaggerOptions: {
      url: OPENAPI,
      validatorUrl: null,
      // Drawing every operation at once takes a browser seconds.
      docExpansion: "none",
      tryItOutEnabled: true,
      persistAuthorization: false,
    },
  });
  const fake = { path: PREFIX, method: "GET", request: { path: PREFIX }, body: "", type: "" };
  // The middleware only reads the path and writes the body, so a plain object stands for a context at start-up.
  await page(fake as unknown as Koa.Context & { [key: string]: never }, async () => {});
  const html = fake.body.replaceAll(/<link[^>]+https:\/\/fonts[^>]*>/g, "").replace("<html>", '<html lang="en">');
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => sourceHash(text));
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${scripts.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html, policy };
}

type Sent = { readonly text: string; readonly packed: Buffer; readonly etag: string };

function pack(document: object): Sent {
  const text = JSON.stringify(document);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  return { text, packed: gzipSync(text), etag };
}

/**
 * The API's documentation: the OpenAPI document always, Swagger UI when `page` is set; nothing comes from another host.
 * Both are made for their first reader and kept: at every start they cost time, and for each reader they would be a
 * cheap way to keep us busy.
 */
export function docs(document: () => object, page: boolean): (router: Router) => void {
  let sent: Sent | undefined;
  return (router) => {
    router.get(OPENAPI, (ctx) => {
      const { text, packed, etag } = (sent ??= pack(document()));
      notesOf(ctx).route = "readOpenApi";
      ctx.set({ ETag: etag, "Cache-Control": "public, max-age=60" });
      ctx.type = "application/json";
      ctx.vary("Accept-Encoding");
      if (ctx.get("if-none-match") === etag) ctx.status = 304;
      else if (ctx.acceptsEncodings("gzip", "identity") === "gzip") {
        ctx.set("Content-Encoding", "gzip");
        ctx.body = packed;
      } else ctx.body = text;
    });
    if (!page) return;
    const { directory, version } = swaggerDirectory();
    let rendered: Promise<Rendered> | undefined;
    router.get(PREFIX, async (ctx) => {
      notesOf(ctx).route = "readDocs";
      const { html, policy } = await (rendered ??= render(version));
      ctx.set({ "Content-Security-Policy": policy, "Cache-Control": "no-cache" });
      ctx.type = "text/html";
      ctx.body = html;
    });
    router.get(`${PREFIX}/assets/:version/:file`, (ctx) => {
      notesOf(ctx).route = "readDocsAsset";
      const asset = ctx.params["version"] === version ? ASSETS[ctx.params["file"] ?? ""] : undefined;
      if (!asset) throw new Failure("not_found");
      ctx.set("Cache-Control", "public, max-age=31536000, immutable");
      ctx.type = asset.type;
      ctx.body = createReadStream(join(directory, asset.file));
    });
  };
}
