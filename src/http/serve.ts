import type Koa from "koa";
import { Failure } from "../errors.ts";
import { Answer, failuresOf, type Route } from "../feature.ts";
import { type Actor, type Progress, refuseChange, type Scope } from "../scope.ts";
import { notesOf } from "./boundary.ts";
import { idempotencyKeyOf, runOnce } from "./idempotency.ts";
import { readInput } from "./input.ts";
import { addressOf, groupOf, spendRequest } from "./limits.ts";
import { answerStream } from "./stream.ts";
import type { ServerParts } from "./parts.ts";
import { admitOrTell, whoAsks, whoStillAsks } from "./who.ts";
import { write } from "./write.ts";

const isLoopback = (address: string): boolean => address === "::1" || /^(?:::ffff:)?127\./.test(address);
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
/** A proxy, a tunnel or a rebound name on this machine also connects from it, and speaks for somebody else. */
const isLocal = ({ req, headers }: Koa.Context, { proxyIpHeader }: ServerParts): boolean =>
  isLoopback(req.socket.remoteAddress ?? "") &&
  proxyIpHeader === null &&
  LOCAL_HOST.test(headers.host ?? "") &&
  FORWARDED.every((name) => headers[name] === undefined);
const noProgress: Progress = () => undefined;
const LEFT = new Error("The caller has left");
const atOnce = (effect: () => void): void => effect();

/** A contract that omits a failure is a bug: the document would lie. */
function declared(route: Route, codes: ReadonlySet<string>, error: unknown): unknown {
  if (!(error instanceof Failure) || codes.has(error.code)) return error;
  return new Error(`${route.name} does not declare ${error.code}`, { cause: error });
}

function scopeOf(
  { reply }: Route,
  ctx: Koa.Context,
  actor: Actor | null,
  parts: ServerParts,
  progress: Progress,
): Scope {
  let signal: AbortSignal | undefined;
  const watch = (): AbortSignal => {
    const left = new AbortController();
    if (ctx.res.closed) left.abort(LEFT);
    else ctx.res.once("close", () => left.abort(LEFT));
    // A stream without an end must not hold up a stop: its client comes back to another process.
    return AbortSignal.any([left.signal, reply.kind === "events" ? parts.leaving : parts.stopping]);
  };
  const db = parts.base.db.as({ role: "promptr_app", subject: actor?.userId ?? "" });
  const request = {
    id: notesOf(ctx).requestId,
    ip: groupOf(ctx),
    userAgent: ctx.get("user-agent").slice(0, 400) || null,
    ifMatch: ctx.get("if-match") || null,
    headers: ctx.headers,
    method: ctx.method,
    isLocal: isLocal(ctx, parts),
  };
  return {
    ...parts.base,
    actor,
    db,
    jobs: parts.base.jobs.within(db).from(request.id),
    request,
    // Made when somebody asks: a signal costs more than the rest of the scope, and reads never look at it.
    get signal() {
      return (signal ??= watch());
    },
    progress,
    afterCommit: atOnce,
    changed: refuseChange,
  };
}

const codesOf = new WeakMap<Route, ReadonlySet<string>>();

/** One request to one route, from the credential to the answer. The order is the policy: cheap refusals come first. */
export async function serve(route: Route, ctx: Koa.Context, params: unknown, parts: ServerParts): Promise<void> {
  notesOf(ctx).route = route.name;
  const codes = codesOf.get(route) ?? new Set(failuresOf(route));
  codesOf.set(route, codes);
  const wantsStream =
    route.streams === true && ctx.accepts("application/json", "text/event-stream") === "text/event-stream";
  if (route.reply.kind === "json" && !wantsStream && ctx.accepts("application/json") === false)
    throw new Failure("not_acceptable");

  const known = await whoAsks(route, ctx, parts);
  if (!route.unlimited) await spendRequest(ctx, parts.limiter, parts.settings.limits, known);
  await admitOrTell(route, known, ctx, parts);
  if (route.flag && !(await parts.isOn(route.flag))) throw new Failure("feature_disabled");
  if (route.anonymousLimit && !known) await parts.base.ports.throttle.spend(route.anonymousLimit, groupOf(ctx));
  const input = await readInput(route, ctx, params);
  const actor = await whoStillAsks(route, known, ctx, parts);
  if (actor?.credential.kind === "api_key") ctx.set(await parts.countKeyCall(actor, addressOf(ctx)));
  const key = route.idempotent ? idempotencyKeyOf(ctx.headers["idempotency-key"]?.toString()) : null;

  // Sound here only: admit() and readInput() have just established what the erased types promise.
  const call = route.run as (scope: Scope, input: object) => Promise<unknown>;
  const prepare = route.prepare as ((scope: Scope, input: object) => Promise<unknown>) | undefined;
  const run = async (progress: Progress): Promise<unknown> => {
    const scope = scopeOf(route, ctx, actor, parts, progress);
    try {
      const whole = prepare ? { ...input, prepared: await prepare(scope, input) } : input;
      if (key === null || !actor) return await call(scope, whole);
      return await runOnce(route, (inner) => call(inner, whole), { ...scope, actor }, input, key);
    } catch (error) {
      throw declared(route, codes, error);
    }
  };
  if (!wantsStream) return write(route, ctx, await run(noProgress), parts.log);
  await answerStream(
    ctx,
    async (progress) => {
      const given = await run(progress);
      const { body, headers } = given instanceof Answer ? given : new Answer(given);
      return { result: route.reply.body.parse(body), headers };
    },
    (error) => parts.log.bug(error, notesOf(ctx).requestId),
  );
}
