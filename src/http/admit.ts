import type Koa from "koa";
import { Failure } from "../errors.ts";
import type { Access } from "../feature.ts";
import type { Actor } from "../scope.ts";

/** Finds out who is asking; null for a credential that is not valid. Given by the auth feature. */
export type Identify = (token: string) => Promise<Actor | null>;

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,4096})$/i;

/** The credential of a request, or null when it brings none. */
export function credentialOf(ctx: Koa.Context): string | null {
  const authorization = ctx.get("authorization");
  if (ctx.get("x-api-key") !== "") {
    if (authorization !== "") throw new Failure("ambiguous_credentials");
    throw new Failure("unauthenticated", { detail: "API keys are not accepted by this version; send a Bearer token" });
  }
  if (authorization === "") return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw new Failure("unauthenticated", { detail: "Authorization must be: Bearer <access token>" });
  return token;
}

/** Lets the actor pass or says why not. A route that is public still refuses a credential that is wrong. */
export function admit(access: Access, actor: Actor | null): void {
  if (access === "public") return;
  if (!actor) throw new Failure("unauthenticated");
  if (access === "admin" && actor.role !== "admin") throw new Failure("forbidden");
  if (access === "pro" && actor.tier !== "pro") throw new Failure("plan_required");
}
