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
const json = bodyParser({ ...OPTIONS, enableTypes: ["json"] });
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

/** The body of a request to a route that takes one; an absent body reads as an empty object. */
export async function readBody(route: Route, ctx: Koa.Context): Promise<unknown> {
  if (!route.body) return undefined;
  const kind = route.bodyKind ?? "json";
  const hasBody = (ctx.request.length ?? 0) > 0 || ctx.get("transfer-encoding") !== "";
  if (!hasBody) return {};
  refuseOtherKinds(ctx, kind);
  await (kind === "json" ? json : form)(ctx, nothing);
  return ctx.request.body ?? {};
}
