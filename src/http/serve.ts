import type Koa from "koa";
import type { Meters, TimeRequest } from "../contract/metrics.ts";
import type { UsedOperation } from "../contract/usage.ts";
import { Failure } from "../errors.ts";
import { Answer, failuresOf, pathOf, type Route } from "../feature.ts";
import { derive, type Progress, type Scope } from "../scope.ts";
import { notesOf } from "./notes.ts";
import { idempotencyKeyOf, runOnce } from "./idempotency.ts";
import { readInput } from "./input.ts";
import { addressOf, groupOf, spendRequest } from "./limits.ts";
import { say } from "./reply-headers.ts";
import { type Asked, RequestScope } from "./request-scope.ts";
import { answerStream } from "./stream.ts";
import { namesPrompt, operationOf, promptIn } from "./usage.ts";
import type { ServerParts } from "./parts.ts";
import { type Projection, projectionOf } from "./project.ts";
import { admitOrTell, whoAsks, whoStillAsks } from "./who.ts";
import { write } from "./write.ts";

const noProgress: Progress = () => undefined;

/** A contract that omits a failure is a bug: the document would lie. */
function declared(route: Route, codes: ReadonlySet<string>, error: unknown): unknown {
  if (!(error instanceof Failure) || codes.has(error.code)) return error;
  return new Error(`${route.name} does not declare ${error.code}`, { cause: error });
}

/** A route with what of it is the same for every request. */
export type Served = {
  readonly route: Route;
  readonly codes: ReadonlySet<string>;
  readonly toBody: Projection;
  /** How usage rows name it; null for what makes none. */
  readonly operation: UsedOperation | null;
  /** Its path names the prompt it is about. */
  readonly namesPrompt: boolean;
  readonly pattern: string;
  /** Counts its requests; null where nobody reads them. */
  readonly time: TimeRequest | null;
};

/** A stream of events lasts as long as its client stays, which says nothing of how fast this server is. */
const timeOf = (route: Route, meters: Pick<Meters, "route">): TimeRequest =>
  route.reply.kind === "events" ? () => undefined : meters.route(route.method, pathOf(route));

/** Outside production every reply is checked against its contract; in it, it is only cut down to it. */
export const toServed = (route: Route, isChecked: boolean, meters: Pick<Meters, "route"> | null): Served => ({
  route,
  codes: new Set(failuresOf(route)),
  toBody: isChecked ? (value) => route.reply.body.parse(value) : projectionOf(route.reply.body),
  operation: operationOf(route),
  namesPrompt: namesPrompt(route),
  pattern: pathOf(route),
  time: meters ? timeOf(route, meters) : null,
});

/** What nearly every program sends; everything else is read by the rules of RFC 9110 §12.5.1. */
const ANY_JSON = new Set([undefined, "*/*", "application/json", "application/json, text/plain, */*"]);

/** Whether the caller wants to read the answer as a stream; throws `not_acceptable` for who wants no JSON. */
function chooseKind({ streams, reply }: Route, ctx: Koa.Context): "json" | "stream" {
  if (ANY_JSON.has(ctx.req.headers.accept)) return "json";
  if (streams && ctx.accepts("application/json", "text/event-stream") === "text/event-stream") return "stream";
  if (reply.kind === "json" && ctx.accepts("application/json") === false) throw new Failure("not_acceptable");
  return "json";
}

/** Runs a route for whoever was let in. Throws the failures it declares; anything else is a bug. */
export async function perform(
  { route, codes }: Served,
  ctx: Koa.Context,
  asked: Asked,
  parts: ServerParts,
  progress: Progress = noProgress,
): Promise<unknown> {
  const { actor, input, idempotencyKey } = asked;
  // Sound here only: admit() and readInput() have just established what the erased types promise.
  const call = route.run as (scope: Scope, input: object) => Promise<unknown>;
  const prepare = route.prepare as ((scope: Scope, input: object) => Promise<unknown>) | undefined;
  const scope = new RequestScope(route, ctx, asked, parts, progress);
  try {
    const whole = prepare ? { ...input, prepared: await prepare(scope, input) } : input;
    if (idempotencyKey === null || !actor) return await call(scope, whole);
    return await runOnce(route, (inner) => call(inner, whole), derive(scope, { actor }), input, idempotencyKey);
  } catch (error) {
    throw declared(route, codes, error);
  }
}

/** One request to one route, from the credential to the answer. The order is the policy: cheap refusals come first. */
export async function serve(served: Served, ctx: Koa.Context, params: unknown, parts: ServerParts): Promise<void> {
  const { route, toBody } = served;
  const notes = notesOf(ctx);
  notes.route = route.name;
  notes.pattern = served.pattern;
  notes.time = served.time;
  notes.operation = served.operation;
  notes.address = groupOf(ctx);
  const kind = chooseKind(route, ctx);

  const known = await whoAsks(route, ctx, parts);
  if (!route.unlimited) await spendRequest(ctx, parts.limiter, parts.settings.limits, known);
  await admitOrTell(route, known, ctx, parts);
  if (route.flag && !(await parts.isOn(route.flag))) throw new Failure("feature_disabled");
  if (route.anonymousLimit && !known) await parts.base.ports.throttle.spend(route.anonymousLimit, groupOf(ctx));
  const input = await readInput(route, ctx, params);
  if (served.namesPrompt) notes.prompt = promptIn(input.params);
  const actor = await whoStillAsks(route, known, ctx, parts);
  if (actor?.credential.kind === "api_key") say(ctx, await parts.countKeyCall(actor, addressOf(ctx)));
  const { headers } = ctx.req;
  const asked: Asked = {
    actor,
    input,
    idempotencyKey: route.idempotent ? idempotencyKeyOf(headers["idempotency-key"]?.toString()) : null,
    request: { headers, method: ctx.method, ifMatch: headers["if-match"] || null },
  };
  if (kind === "json") return write(route, toBody, ctx, await perform(served, ctx, asked, parts), parts.log);
  await answerStream(
    ctx,
    async (progress) => {
      const given = await perform(served, ctx, asked, parts, progress);
      const { body, headers } = given instanceof Answer ? given : new Answer(given);
      return { result: toBody(body), headers };
    },
    (error) => parts.log.bug(error, notesOf(ctx).requestId),
  );
}
