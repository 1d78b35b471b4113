import { bodyParser } from "@koa/bodyparser";
import type Koa from "koa";
import { Failure, type Fault } from "../errors.ts";
import type { Route } from "../feature.ts";
import { repeatedNames } from "./repeated-names.ts";

const JSON_BYTES_MAX = 256 * 1024;
/** A form may hold a long text, like any other body. */
const FORM_BYTES_MAX = JSON_BYTES_MAX;

const form = bodyParser({
  formLimit: FORM_BYTES_MAX,
  encoding: "utf-8",
  parsedMethods: ["POST"],
  enableTypes: ["form"],
});
const nothing = async (): Promise<void> => {};

/** The kinds of body that are read: JSON (or a page's form) as plain UTF-8. */
function refuseOtherKinds(ctx: Koa.Context, kind: "json" | "form"): void {
  const refuse = (detail: string): never => {
    throw new Failure("unsupported_media_type", { detail });
  };
  const isKind = ctx.is(kind === "json" ? ["json", "+json"] : ["urlencoded"]);
  if (ctx.get("content-type") === "" || isKind === false) {
    refuse(kind === "json" ? "Send application/json" : "Send application/x-www-form-urlencoded");
  }
  if (!["", "utf-8", "utf8"].includes(ctx.request.charset.toLowerCase())) refuse("Send UTF-8");
  if (!["", "identity"].includes(ctx.get("content-encoding"))) refuse("Compressed request bodies are not accepted");
}

/** What a route says of its body. */
type Taking = Pick<Route, "bodyBytesMax" | "bodyKind">;

/** The title speaks of what every body may be; a route with a limit of its own says it. */
const tooLarge = ({ bodyBytesMax }: Taking): Failure =>
  bodyBytesMax === undefined
    ? new Failure("body_too_large")
    : new Failure("body_too_large", {
        detail: `The body is larger than the ${bodyBytesMax / 1_048_576} MB this endpoint takes`,
      });

const endedEarly = (cause?: unknown): Failure =>
  new Failure("malformed_json", { detail: "The body ended early", cause });

/** Every byte of the body, or `body_too_large` as soon as there are more than the route takes. */
function readBytes(route: Taking, { req, request }: Koa.Context): Promise<Buffer> {
  const bytesMax = route.bodyBytesMax ?? JSON_BYTES_MAX;
  if ((request.length ?? 0) > bytesMax) {
    req.resume(); // the rest would stand in the way of the connection's next request
    return Promise.reject(tooLarge(route));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) reject(tooLarge(route));
      else chunks.push(chunk);
    });
    req.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)));
    req.once("error", (cause) => reject(endedEarly(cause)));
    req.once("close", () => {
      if (!req.readableEnded) reject(endedEarly());
    });
  });
}

/** A name that would become the prototype of whatever copies the object, in any spelling (as @hapi/bourne looks for it). */
const PROTOTYPE =
  /"(?:_|\\u005[fF]){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006[fF])(?:t|\\u0074)(?:o|\\u006[fF])(?:_|\\u005[fF]){2}"\s*:/;

function parseJson(text: string): unknown {
  if (PROTOTYPE.test(text)) throw new Failure("malformed_json");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure("malformed_json", { cause: error });
  }
}

const utf8 = new TextDecoder();
async function readJson(route: Taking, ctx: Koa.Context): Promise<Body> {
  const text = utf8.decode(await readBytes(route, ctx));
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) throw new Failure("malformed_json");
  return { value, faults: repeatedNames(text, "body") };
}

/** A body as it was parsed, and what parsing cannot show of it: names that were given twice. */
export type Body = { readonly value: unknown; readonly faults: readonly Fault[] };

/** The body of a request to a route that takes one; an absent body reads as an empty object. */
export async function readBody(route: Taking, ctx: Koa.Context): Promise<Body> {
  const kind = route.bodyKind ?? "json";
  const hasBody = (ctx.request.length ?? 0) > 0 || ctx.get("transfer-encoding") !== "";
  if (!hasBody) return { value: {}, faults: [] };
  // Who left while the credential was looked at has closed the request: nothing would ever end the wait for its body.
  if (ctx.req.destroyed) throw endedEarly();
  refuseOtherKinds(ctx, kind);
  if (kind === "json") return readJson(route, ctx);
  await form(ctx, nothing).catch((error: unknown) => {
    ctx.req.resume();
    throw error;
  });
  return { value: ctx.request.body ?? {}, faults: [] };
}
