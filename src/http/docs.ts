import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Router } from "@koa/router";
import { readAsset, readTextAsset } from "../adapters/assets.ts";
import { Failure } from "../errors.ts";
import { notesOf } from "./notes.ts";
import { type DocsPage, renderDocs } from "./docs-page.ts";
import { llmsText } from "./llms.ts";

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

const DISTRIBUTION = "swagger-ui-dist";
const swaggerVersion = (): string =>
  (JSON.parse(readTextAsset(`${DISTRIBUTION}/package.json`)) as { version: string }).version;

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
    router.get("/llms.txt", (ctx) => {
      notesOf(ctx).route = "readLlms";
      ctx.set("Cache-Control", "public, max-age=60");
      ctx.type = "text/plain";
      ctx.body = llmsText(OPENAPI, page ? PREFIX : null);
    });
    if (!page) return;
    const version = swaggerVersion();
    let rendered: Promise<DocsPage> | undefined;
    router.get(PREFIX, async (ctx) => {
      notesOf(ctx).route = "readDocs";
      const { html, policy } = await (rendered ??= renderDocs({ prefix: PREFIX, document: OPENAPI, version }));
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
      ctx.body = readAsset(`${DISTRIBUTION}/${asset.file}`);
    });
  };
}
