import { isIP, isIPv6 } from "node:net";
import type Koa from "koa";
import type { RequestLimiter, Verdict } from "../contract/limiter.ts";
import type { Limits } from "../contract/tier.ts";
import { Failure } from "../errors.ts";
import type { Actor } from "../scope.ts";
import { type Caller, notesOf } from "./notes.ts";
import { say } from "./reply-headers.ts";

const GROUPS = 8;

/** An IPv4 address as such, also where the socket shows it as IPv6. */
const plain = (ip: string): string => (ip.startsWith("::ffff:") && ip.includes(".") ? ip.slice(7) : ip);

/** One household or server has a whole IPv6 /64, so that is what counts as one address. */
export function addressGroup(ip: string): string {
  const whole = plain(ip);
  if (!whole.includes(":") || !isIPv6(whole)) return whole;
  const [head = "", tail] = whole.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.padStart(4, "0").toLowerCase())
    .join(":");
}

/** Found out once a request: several parts of it ask. */
function callerOf(ctx: Koa.Context): Caller {
  const notes = notesOf(ctx);
  if (notes.caller) return notes.caller;
  const { ip } = ctx;
  const address = plain(isIP(ip) > 0 ? ip : (ctx.req.socket.remoteAddress ?? ""));
  return (notes.caller = { address, group: addressGroup(address) });
}

/** The caller's whole address; what a proxy wrote counts only when it is an address at all. */
export const addressOf = (ctx: Koa.Context): string => callerOf(ctx).address;
export const groupOf = (ctx: Koa.Context): string => callerOf(ctx).group;

/** IETF draft-ietf-httpapi-ratelimit-headers, and the older names many clients read. */
function writeHeaders(ctx: Koa.Context, verdict: Verdict, windowSeconds: number): number {
  const seconds = Math.max(1, Math.ceil((verdict.resetAt - Date.now()) / 1_000));
  say(ctx, {
    "RateLimit-Policy": `"requests";q=${verdict.limit};w=${windowSeconds}`,
    RateLimit: `"requests";r=${verdict.remaining};t=${seconds}`,
    "X-RateLimit-Limit": String(verdict.limit),
    "X-RateLimit-Remaining": String(verdict.remaining),
    "X-RateLimit-Reset": String(Math.ceil(verdict.resetAt / 1_000)),
  });
  return seconds;
}

/** Counts the request against its caller: the user when there is one, else the address. */
export async function spendRequest(
  ctx: Koa.Context,
  limiter: RequestLimiter,
  limits: Limits,
  actor: Actor | null,
): Promise<void> {
  const subject = actor ? `user:${actor.userId}` : `address:${groupOf(ctx)}`;
  const limit = actor ? limits[actor.tier].requests : limits.anonymous.requests;
  const taken = limiter.take(subject, limit);
  const verdict = taken instanceof Promise ? await taken : taken;
  const retryAfterSeconds = writeHeaders(ctx, verdict, limiter.windowSeconds);
  if (!verdict.admitted) throw new Failure("rate_limited", { retryAfterSeconds });
}
