import { promisify } from "node:util";
import { constants, gzip, gzipSync } from "node:zlib";
import type Koa from "koa";

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

const BY_ORIGIN = "Origin";
/** `Vary` as `crossOrigin` left it needs no parsing. */
function varyByEncoding(ctx: Koa.Context): void {
  const { res } = ctx;
  if (res.getHeader("Vary") === BY_ORIGIN) res.setHeader("Vary", `${BY_ORIGIN}, Accept-Encoding`);
  else ctx.vary("Accept-Encoding");
}

/** Past Koa's own writer, which would look at the body and count its bytes once more. A text must be ASCII. */
function send(ctx: Koa.Context, status: number, body: string | Buffer): void {
  const { res } = ctx;
  ctx.respond = false;
  res.statusCode = status;
  res.setHeader("Content-Type", JSON_TYPE);
  res.setHeader("Content-Length", body.length);
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
  ctx.res.setHeader("Content-Encoding", "gzip");
  send(ctx, status, packed);
}

type Kept = { readonly plain: Buffer; packed: Buffer | undefined };
/** The bytes of answers that lie in the cache, for as long as they do. */
const keptBytes = new WeakMap<object, Kept>();

/** Writes an answer many callers are given: its bytes, plain and compressed, are made once. */
export function writeKept(ctx: Koa.Context, value: object, toBody: () => unknown, status: number): void {
  let kept = keptBytes.get(value);
  if (!kept) keptBytes.set(value, (kept = { plain: Buffer.from(JSON.stringify(toBody())), packed: undefined }));
  varyByEncoding(ctx);
  if (kept.plain.length < GZIP_MIN_BYTES || !wantsGzip(ctx)) return send(ctx, status, kept.plain);
  kept.packed ??= gzipSync(kept.plain);
  ctx.res.setHeader("Content-Encoding", "gzip");
  send(ctx, status, kept.packed);
}
