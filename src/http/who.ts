import type Koa from "koa";
import type { Presented } from "../contract/credential.ts";
import { Failure, FAILURES } from "../errors.ts";
import type { Route } from "../feature.ts";
import type { Actor } from "../scope.ts";
import { admit, credentialOf } from "./admit.ts";
import { notesOf } from "./notes.ts";
import { addressOf, groupOf, spendRequest } from "./limits.ts";
import type { ServerParts } from "./parts.ts";
import { Proven } from "./proven.ts";

/** Refused credentials an address may bring, as a multiple of its requests, before new ones are not looked at any more. */
const REFUSED_FACTOR = 5;
const proven = new Proven();
const refusedBy = (ctx: Koa.Context): string => `refused:${groupOf(ctx)}`;
/** What the windows of requests can count to. */
const COUNTED_MAX = 2 ** 31 - 1;
const refusedMax = ({ settings }: ServerParts): number =>
  Math.min(COUNTED_MAX, settings.limits.anonymous.requests * REFUSED_FACTOR);

/** Looking a credential up costs a statement or a signature; whoever guesses without end does not get that for nothing. */
function refuseGuesser(presented: Presented, ctx: Koa.Context, parts: ServerParts): void {
  const verdict = parts.limiter.spent(refusedBy(ctx), refusedMax(parts));
  if (!verdict || proven.has(presented)) return;
  throw new Failure("rate_limited", { retryAfterSeconds: Math.max(1, (verdict.resetAt - Date.now()) / 1_000) });
}

async function identified(ctx: Koa.Context, parts: ServerParts, bearerKeys = false): Promise<Actor | null> {
  const presented = credentialOf(ctx, bearerKeys);
  if (presented === null) return null;
  refuseGuesser(presented, ctx, parts);
  const actor = await parts.identify(presented, addressOf(ctx), { id: notesOf(ctx).requestId, ip: groupOf(ctx) });
  if (!actor) {
    await parts.limiter.take(refusedBy(ctx), refusedMax(parts));
    throw new Failure("unauthenticated");
  }
  proven.add(presented);
  return actor;
}

type Asking = Pick<Route, "root" | "ignoresCredential" | "unlimited"> & { readonly bearerKeys?: true };

/** Who asks, as far as the route wants to know: null for nobody. */
export async function whoAsks(route: Asking, ctx: Koa.Context, parts: ServerParts): Promise<Actor | null> {
  if (route.root || route.ignoresCredential) return null; // pages and probes know nobody
  const actor = await identified(ctx, parts, route.bearerKeys).catch(async (refusal: unknown) => {
    // Guessing credentials, well-formed or not, counts against the address.
    if (refusal instanceof Failure && FAILURES[refusal.code].status < 500 && !route.unlimited)
      await spendRequest(ctx, parts.limiter, parts.settings.limits, null);
    throw refusal;
  });
  if (!actor) return null;
  const notes = notesOf(ctx);
  notes.userId = actor.userId;
  if (actor.credential.kind === "api_key") notes.apiKeyId = actor.credential.keyId;
  return actor;
}

/**
 * The same caller once the body is there. A body can be held back for half a minute, and what was revoked meanwhile must
 * not be served: a thief would leave with something that outlives the session.
 */
export async function whoStillAsks(
  route: Route,
  known: Actor | null,
  ctx: Koa.Context,
  parts: ServerParts,
): Promise<Actor | null> {
  if (!known || !route.body) return known;
  const actor = await identified(ctx, parts);
  admit(route, actor);
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
