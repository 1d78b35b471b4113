import { promisify } from "node:util";
import { constants, gzip, gzipSync } from "node:zlib";
import type Koa from "koa";

/** Below this a gzip header costs more than it saves. */
const GZIP_MIN_BYTES = 1_024;
/** Up to this the synchronous call is cheaper than a trip through the thread pool (BENCH.md: 21 µs against 67-133). */
const GZIP_SYNC_MAX_BYTES = 16 * 1_024;
const LEVEL = { level: constants.Z_BEST_SPEED };
const gzipLater = promisify(gzip);

/** `If-None-Match` by hand: `ctx.fresh` is fooled by the `Cache-Control` that `fetch` adds. */
export const isFresh = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch !== "" &&
  (ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag));

/** Writes a JSON answer; compressed inline, because koa-compress streams and costs ten times as much. */
export async function writeJson(
  ctx: Koa.Context,
  body: unknown,
  options: { status: number; compress: boolean },
): Promise<void> {
  const text = JSON.stringify(body);
  ctx.status = options.status;
  ctx.type = "application/json";
  const bytes = Buffer.byteLength(text);
  if (options.compress) ctx.vary("Accept-Encoding");
  if (!options.compress || bytes < GZIP_MIN_BYTES || ctx.acceptsEncodings("gzip", "identity") !== "gzip") {
    ctx.body = text;
    return;
  }
  ctx.set("Content-Encoding", "gzip");
  ctx.body = bytes <= GZIP_SYNC_MAX_BYTES ? gzipSync(text, LEVEL) : await gzipLater(text, LEVEL);
}
