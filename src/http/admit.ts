import type Koa from "koa";
import { Failure } from "../errors.ts";
import type { Presented } from "../contract/credential.ts";
import type { Route } from "../feature.ts";
import type { Actor, RequestFacts } from "../scope.ts";

/** Finds out who is asking; null for a credential that is not valid. Given by the auth and API key features. */
export type Identify = (
  presented: Presented,
  address: string,
  request: Pick<RequestFacts, "id" | "ip">,
) => Promise<Actor | null>;

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i;

/** The credential of a request, or null when it brings none. With `bearerKeys` an API key may come as a bearer token too. */
export function credentialOf(ctx: Koa.Context, bearerKeys = false): Presented | null {
  const authorization = ctx.get("authorization");
  const key = ctx.get("x-api-key");
  if (key !== "") {
    if (authorization !== "") throw new Failure("ambiguous_credentials");
    return { kind: "api_key", key };
  }
  if (authorization === "") return null;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw new Failure("unauthenticated", { detail: "Authorization must be: Bearer <access token>" });
  if (!token.startsWith("xmlp_")) return { kind: "bearer", token };
  if (!bearerKeys)
    throw new Failure("unauthenticated", { detail: "This is an API key: send it as X-API-Key, not as a bearer token" });
  return { kind: "api_key", key: token };
}

/** Lets the actor pass or says why not. A route that is public still refuses a credential that is wrong. */
export function admit({ access, keyScope }: Route, actor: Actor | null): void {
  if (access === "public") return;
  if (!actor) throw new Failure("unauthenticated");
  const { credential } = actor;
  if (credential.kind === "api_key") {
    if (!keyScope) throw new Failure("user_token_required");
    if (!credential.scopes.includes(keyScope)) {
      const message = `the key has ${credential.scopes.join(", ")}`;
      throw new Failure("insufficient_scope", {
        detail: `This needs the scope ${keyScope}`,
        faults: [{ path: "header.X-API-Key", code: keyScope, message }],
      });
    }
  }
  if (access === "admin" && actor.role !== "admin") throw new Failure("forbidden");
  if (access === "pro" && actor.tier !== "pro") throw new Failure("plan_required");
}
