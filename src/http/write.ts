import { Readable } from "node:stream";
import type Koa from "koa";
import type { Page } from "../contract/html.ts";
import { Answer, type FileBody, type Route, type ServerEvent } from "../feature.ts";
import { notesOf } from "./notes.ts";
import { type RequestLog } from "./boundary.ts";
import { answerEvents } from "./events.ts";
import type { Projection } from "./project.ts";
import { say } from "./reply-headers.ts";
import { isFresh, writeJson, writeKept } from "./reply.ts";

function writePage(ctx: Koa.Context, page: Page): void {
  ctx.status = page.status;
  ctx.set(page.headers);
  ctx.body = page.html;
}

function writeFile(ctx: Koa.Context, contentTypes: readonly string[], file: FileBody): void {
  const { name, bytes, content, contentType = contentTypes[0] ?? "application/octet-stream" } = file;
  ctx.status = 200;
  ctx.attachment(name);
  ctx.type = contentType;
  if (bytes !== null) ctx.length = bytes;
  ctx.body = Readable.from(content, { objectMode: false });
}

/** Writes what a route gave, in the kind its declaration promises; `toBody` leaves of it what the contract names. */
export async function write(
  route: Route,
  toBody: Projection,
  ctx: Koa.Context,
  result: unknown,
  log: Pick<RequestLog, "bug">,
): Promise<void> {
  const answer = result instanceof Answer ? result : new Answer(result);
  const { headers, etag } = answer;
  if (etag === undefined) say(ctx, { "Cache-Control": "private, no-store", ...headers });
  else say(ctx, { ...headers, ETag: etag, "Cache-Control": "private, no-cache" });
  if (route.reply.kind === "events")
    return answerEvents(ctx, answer.body as AsyncIterable<ServerEvent>, (error) =>
      log.bug(error, notesOf(ctx).requestId),
    );
  if (route.reply.kind === "file") return writeFile(ctx, route.reply.contentTypes, answer.body as FileBody);
  if (route.reply.kind === "page") return writePage(ctx, answer.body as Page); // the route's type says so
  if (etag !== undefined) {
    const reads = route.reads || (ctx.method !== "POST" && ctx.method !== "PUT");
    if (reads && isFresh(ctx.get("if-none-match"), etag)) {
      ctx.status = 304;
      return;
    }
  }
  const status = answer.status ?? route.reply.status;
  if (route.reply.kind === "empty") {
    ctx.status = status;
    return;
  }
  if (answer.isKept && !route.secret && typeof answer.body === "object" && answer.body !== null)
    return await writeKept(ctx, answer.body, () => toBody(answer.body), status);
  await writeJson(ctx, toBody(answer.body), { status, compress: !route.secret });
}
