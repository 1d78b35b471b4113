import type Koa from "koa";
import { Failure, FAILURES } from "../errors.ts";
import type { Route } from "../feature.ts";
import type { Actor } from "../scope.ts";
import { admit, credentialOf } from "./admit.ts";
import { notesOf } from "./boundary.ts";
import { addressOf, groupOf, spendRequest } from "./limits.ts";
import type { ServerParts } from "./parts.ts";

async function identified(ctx: Koa.Context, parts: ServerParts): Promise<Actor | null> {
  const presented = credentialOf(ctx);
  if (presented === null) return null;
  const actor = await parts.identify(presented, addressOf(ctx), { id: notesOf(ctx).requestId, ip: groupOf(ctx) });
  if (!actor) throw new Failure("unauthenticated");
  return actor;
}

/** Who asks, as far as the route wants to know: null for nobody. */
export async function whoAsks(route: Route, ctx: Koa.Context, parts: ServerParts): Promise<Actor | null> {
  if (route.root || route.ignoresCredential) return null; // pages and probes know nobody
  const actor = await identified(ctx, parts).catch(async (refusal: unknown) => {
    // Guessing credentials, well-formed or not, counts against the address.
    if (refusal instanceof Failure && FAILURES[refusal.code].status < 500 && !route.unlimited)
      await spendRequest(ctx, parts.limiter, parts.settings.limits, null);
    throw refusal;
  });
  if (!actor) return null;
  notesOf(ctx).userId = actor.userId;
  return actor;
}

/** Lets the actor pass or refuses; what somebody tried who may not is worth as much to an auditor as what was done. */
export async function admitOrTell(
  route: Route,
  actor: Actor | null,
  ctx: Koa.Context,
  parts: ServerParts,
): Promise<void> {
  try {
    admit(route, actor);
  } catch (refusal) {
    if (actor && route.access === "admin" && route.method !== "GET")
      await parts.onDenied(actor, route.name, { id: notesOf(ctx).requestId, ip: groupOf(ctx) });
    throw refusal;
  }
}
