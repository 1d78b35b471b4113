import { promisify } from "node:util";
import { constants, gzip, gzipSync } from "node:zlib";
import type Koa from "koa";
import { saidOf, varyByEncoding } from "./reply-headers.ts";

/** Below this a gzip header costs more than it saves. */
const GZIP_MIN_BYTES = 1_024;
/** Up to this the synchronous call is cheaper than a trip through the thread pool (BENCH.md: 21 µs against 67-133). */
const GZIP_SYNC_MAX_BYTES = 16 * 1_024;
const LEVEL = { level: constants.Z_BEST_SPEED };
const gzipLater = promisify(gzip);
const JSON_TYPE = "application/json; charset=utf-8";

/** `If-None-Match` by hand: `ctx.fresh` is fooled by the `Cache-Control` that `fetch` adds. */
export const isFresh = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch !== "" &&
  (ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag));

const wantsGzip = (ctx: Koa.Context): boolean =>
  ctx.req.headers["accept-encoding"] !== undefined && ctx.acceptsEncodings("gzip", "identity") === "gzip";

/** Past Koa's own writer, which would look at the body and count its bytes once more. A text must be ASCII. */
function send(ctx: Koa.Context, status: number, body: string | Buffer, encoding?: "gzip"): void {
  const { res } = ctx;
  const headers = saidOf(ctx);
  if (encoding) headers.push("Content-Encoding", encoding);
  headers.push("Content-Type", JSON_TYPE, "Content-Length", String(body.length));
  res.writeHead(status, headers);
  ctx.respond = false;
  if (typeof body === "string") res.end(body, "latin1");
  else res.end(body);
}

/**
 * What a text is sent as. Node joins a text to the headers and counts and encodes the whole anew; ASCII, as which it is told to
 * read this, needs neither.
 */
const sendable = (text: string): string | Buffer =>
  Buffer.byteLength(text) === text.length ? text : Buffer.from(text);

/** Writes a JSON answer; compressed inline, because koa-compress streams and costs ten times as much. */
export async function writeJson(
  ctx: Koa.Context,
  body: unknown,
  { status, compress }: { status: number; compress: boolean },
): Promise<void> {
  return writeText(ctx, JSON.stringify(body), { status, compress });
}

/** Writes JSON that is a text already. */
export async function writeText(
  ctx: Koa.Context,
  text: string,
  { status, compress }: { status: number; compress: boolean },
): Promise<void> {
  if (compress) varyByEncoding(ctx);
  const plain = sendable(text);
  if (!compress || plain.length < GZIP_MIN_BYTES || !wantsGzip(ctx)) return send(ctx, status, plain);
  const packed = plain.length <= GZIP_SYNC_MAX_BYTES ? gzipSync(plain, LEVEL) : await gzipLater(plain, LEVEL);
  send(ctx, status, packed, "gzip");
}

type Kept = { readonly plain: Buffer; packed: Promise<Buffer> | undefined };
/** The bytes of answers that lie in the cache, for as long as they do. They take no more than what the cache counts for the texts. */
const keptBytes = new WeakMap<object, Kept>();

/** A copy that keeps nothing else in memory: small buffers are pieces of a larger one, and what zlib gives is the beginning of 16 kB. */
function alone(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** Writes an answer many callers are given: its bytes, plain and compressed, are made once. */
export async function writeKept(ctx: Koa.Context, value: object, toBody: () => unknown, status: number): Promise<void> {
  let kept = keptBytes.get(value);
  if (!kept) keptBytes.set(value, (kept = { plain: alone(Buffer.from(JSON.stringify(toBody()))), packed: undefined }));
  varyByEncoding(ctx);
  if (kept.plain.length < GZIP_MIN_BYTES || !wantsGzip(ctx)) return send(ctx, status, kept.plain);
  const mine = kept;
  mine.packed ??= gzipLater(mine.plain)
    .then(alone)
    .catch((error: unknown) => {
      mine.packed = undefined;
      throw error;
    });
  send(ctx, status, await mine.packed, "gzip");
}
