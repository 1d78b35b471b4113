import { bodyParser } from "@koa/bodyparser";
import type Koa from "koa";
import { Failure } from "../errors.ts";
import type { Route } from "../feature.ts";

const JSON_BYTES_MAX = 256 * 1024;
const FORM_BYTES_MAX = 16 * 1024;

const OPTIONS = {
  jsonLimit: JSON_BYTES_MAX,
  formLimit: FORM_BYTES_MAX,
  encoding: "utf-8",
  parsedMethods: ["POST", "PUT", "DELETE"], // closing an account takes a password
};
const jsonParser = (jsonLimit: number) => bodyParser({ ...OPTIONS, jsonLimit, enableTypes: ["json"] });
const json = jsonParser(JSON_BYTES_MAX);
/** One for each larger limit that routes ask for. */
const larger = new Map<number, typeof json>();
const form = bodyParser({ ...OPTIONS, enableTypes: ["form"] });
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

function parserOf({ bodyKind, bodyBytesMax }: Route): typeof json {
  if (bodyKind === "form") return form;
  if (bodyBytesMax === undefined) return json;
  const parser = larger.get(bodyBytesMax) ?? jsonParser(bodyBytesMax);
  larger.set(bodyBytesMax, parser);
  return parser;
}

/** The title speaks of what every body may be; a route with a limit of its own says it. */
function refuseTooLarge(error: unknown, { bodyBytesMax }: Route): never {
  if (bodyBytesMax === undefined || !(error instanceof Error) || Reflect.get(error, "status") !== 413) throw error;
  const detail = `The body is larger than the ${bodyBytesMax / 1_048_576} MB this endpoint takes`;
  throw new Failure("body_too_large", { detail, cause: error });
}

/** The body of a request to a route that takes one; an absent body reads as an empty object. */
export async function readBody(route: Route, ctx: Koa.Context): Promise<unknown> {
  if (!route.body) return undefined;
  const kind = route.bodyKind ?? "json";
  const hasBody = (ctx.request.length ?? 0) > 0 || ctx.get("transfer-encoding") !== "";
  if (!hasBody) return {};
  refuseOtherKinds(ctx, kind);
  await parserOf(route)(ctx, nothing).catch((error: unknown) => refuseTooLarge(error, route));
  return ctx.request.body ?? {};
}
