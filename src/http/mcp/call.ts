import type Koa from "koa";
import { Failure, FAILURES } from "../../errors.ts";
import { Answer, type Route } from "../../feature.ts";
import type { Actor } from "../../scope.ts";
import { admit } from "../admit.ts";
import { notesOf } from "../notes.ts";
import { say } from "../reply-headers.ts";
import { idempotencyKeyOf } from "../idempotency.ts";
import { checkInput, type Parts } from "../input.ts";
import { addressOf } from "../limits.ts";
import type { ServerParts } from "../parts.ts";
import { toProblem } from "../problem.ts";
import { perform, type Served } from "../serve.ts";
import { promptIn } from "../usage.ts";
import { admitOrTell } from "../who.ts";

/** One message of one caller: a message is a request of its own, so its log line and usage row are the operation's. */
export type Visit = {
  readonly ctx: Koa.Context;
  readonly actor: Actor;
  readonly mayWrite: boolean;
  readonly parts: ServerParts;
};

/** Whether the operation would let the caller in: what it would refuse is not offered. */
export async function isOffered(route: Route, { actor, parts }: Visit): Promise<boolean> {
  try {
    admit(route, actor);
  } catch {
    return false;
  }
  return !route.flag || parts.isOn(route.flag);
}

/** Lets the caller in as REST does: access, scope, flag. */
export async function enter({ route, operation }: Served, { ctx, actor, parts }: Visit): Promise<void> {
  const notes = notesOf(ctx);
  notes.route = `mcp ${route.name}`;
  notes.operation = operation;
  await admitOrTell(route, actor, ctx, parts);
  if (route.flag && !(await parts.isOn(route.flag))) throw new Failure("feature_disabled");
}

async function count({ ctx, actor, parts }: Visit): Promise<void> {
  if (actor.credential.kind === "api_key") say(ctx, await parts.countKeyCall(actor, addressOf(ctx)));
}

type Headers = { readonly idempotencyKey?: string | undefined; readonly ifMatch?: string | undefined };
/** What an operation answered: its body as the contract names it, and the ETag it has. */
export type Outcome = { readonly body: unknown; readonly etag: string | undefined };

/**
 * Checks the input against the operation's contract, counts the call unless it is part of a larger one, and runs it in the
 * service and the transaction REST runs it in.
 */
export async function operate(
  served: Served,
  given: Parts,
  visit: Visit,
  { idempotencyKey, ifMatch, isCounted = true }: Headers & { readonly isCounted?: boolean } = {},
): Promise<Outcome> {
  const { route, toBody } = served;
  const { ctx, actor, parts } = visit;
  const input = checkInput(route, given);
  if (isCounted) await count(visit);
  if (served.namesPrompt) notesOf(ctx).prompt = promptIn(input.params);
  const result = await perform(
    served,
    ctx,
    {
      actor,
      input,
      idempotencyKey: route.idempotent ? idempotencyKeyOf(idempotencyKey) : null,
      // The headers of the message say how MCP is spoken: to the operation they would mean something else.
      request: { headers: {}, method: route.method, ifMatch: ifMatch ?? null },
    },
    parts,
  );
  const answer = result instanceof Answer ? result : new Answer(result);
  return { body: toBody(answer.body), etag: answer.etag };
}

const PART = /^(?:params|query|body)\.(?=.)/;
const inArguments = (text: string): string => text.replace(PART, "");

/** What a caller may know of an error, in the words of REST but with the names of arguments; a bug is logged. */
export function refusalOf(error: unknown, { ctx, parts }: Visit) {
  const notes = notesOf(ctx);
  const expected = error instanceof Failure && error.code !== "internal";
  if (!expected) parts.log.bug(error, notes.requestId);
  const failure = expected ? error : new Failure("internal");
  notes.status = FAILURES[failure.code].status;
  const { status, code, title, detail, requestId, errors } = toProblem(failure, "/mcp", notes.requestId);
  return {
    status,
    code,
    title,
    detail: inArguments(detail),
    requestId,
    errors: errors.map((fault) => ({ ...fault, path: inArguments(fault.path) })),
    ...(failure.retryAfterSeconds !== undefined && { retryAfterSeconds: Math.ceil(failure.retryAfterSeconds) }),
  };
}
