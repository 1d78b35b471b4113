import {
  type Completion,
  type CompletionReply,
  type Provider,
  ProviderFault,
  type ProviderFaultKind,
} from "../../../contract/ai.ts";
import { Failure } from "../../../errors.ts";
import type { Scope } from "../../../scope.ts";
import { BUILT_IN, type Model } from "./catalogue.ts";
import { EditReader } from "./edit-reader.ts";
import type { Meter } from "./ledger.ts";
import { inputOf, inputTokensOf, INSTRUCTIONS, type Question, schemaOf } from "./question.ts";
import { type Proposal, readEdit, readReply } from "./reply.ts";
import { addUsage } from "./usage.ts";

const TRIES_MAX = 2;
/** For all tries together; a single one ends by the adapter's own deadline before. */
const DEADLINE_MS = 28_000;
/** Room for the edits and for what thinking models write before them. */
const OUTPUT_TOKENS_MAX = 16_000;

type Asked = { readonly model: Model; readonly provider: Provider; readonly question: Question };

/** Providers do not bill a request they turned away; every other one may be billed, answered or not. */
const UNBILLED: readonly ProviderFaultKind[] = ["rate_limited", "unavailable", "rejected"];

/**
 * Asks a model, and once more when its reply does not hold what was asked of it. Null when the second one does not either:
 * then the caller has to do without. @throws Failure when the provider fails at first, or the caller leaves; `meter.isOwed`
 * then says whether the call counts all the same.
 */
export async function askModel(scope: Scope, asked: Asked, meter: Meter): Promise<Proposal | null> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const signal = AbortSignal.any([scope.signal, deadline]);
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    if (scope.signal.aborted) {
      meter.isOwed = tries > 1;
      throw cutOff(scope.signal.reason);
    }
    try {
      const onDelta = tries === 1 && wantsStream(scope) ? showEdits(scope, asked.question) : undefined;
      const reply = await metered(asked, meter, complete(asked, signal, onDelta));
      const proposal = readReply(asked.question, reply.text);
      if (proposal) return proposal;
    } catch (error) {
      if (scope.signal.aborted) {
        meter.isOwed = true;
        throw cutOff(error);
      }
      const fault = deadline.aborted ? new ProviderFault(asked.provider.name, "timeout") : error;
      if (!(fault instanceof ProviderFault)) throw error;
      if (tries === 1 && fault.kind !== "broken_reply") {
        meter.isOwed = fault.kind === "refused"; // the model has read and answered it, so it is paid for
        throw toFailure(fault);
      }
      if (fault.kind !== "broken_reply") return null;
    }
  }
  return null;
}

const cutOff = (cause: unknown): Failure => new Failure("overloaded", { detail: "The request was cut off", cause });

/** Adds what a request took: by the provider's count, or by our estimate of what was sent when no reply says it. */
async function metered(
  { model, question }: Asked,
  meter: Meter,
  reply: Promise<CompletionReply>,
): Promise<CompletionReply> {
  try {
    const { usage } = await reply;
    meter.usage = addUsage(meter.usage, model, usage);
  } catch (error) {
    const isBilled = !(error instanceof ProviderFault && UNBILLED.includes(error.kind));
    const sent = { inputTokens: inputTokensOf(question), outputTokens: 0 };
    meter.usage = addUsage(meter.usage, isBilled ? model : BUILT_IN, sent);
    throw error;
  }
  return reply;
}

const complete = (
  { model, provider, question }: Asked,
  signal: AbortSignal,
  onDelta: Completion["onDelta"],
): Promise<CompletionReply> =>
  provider.complete({
    model: model.id,
    instructions: INSTRUCTIONS,
    input: inputOf(question),
    schema: schemaOf(question),
    maxOutputTokens: Math.min(model.maxOutputTokens ?? OUTPUT_TOKENS_MAX, OUTPUT_TOKENS_MAX),
    signal,
    onDelta,
  });

/** Only saves the provider the work of streaming; who gets a stream is decided at the edge. */
const wantsStream = ({ request }: Scope): boolean => String(request.headers["accept"]).includes("text/event-stream");

/** Shows each edit as soon as the model has finished it, and only those that hold. */
function showEdits(scope: Scope, question: Question): (piece: string) => void {
  const reader = new EditReader();
  return (piece) => {
    for (const text of reader.push(piece)) {
      const change = readEdit(question, text);
      if (change) scope.progress("delta", { text: change.after, change });
    }
  };
}

/** A provider's trouble in the words of our contract; its own text is never shown. */
function toFailure({ kind, provider, retryAfterSeconds }: ProviderFault): Failure {
  if (kind === "timeout") return new Failure("provider_timeout", { detail: `${provider} did not answer in time` });
  const details = {
    rate_limited: `${provider} receives too many requests from this server`,
    unavailable: `${provider} is not available`,
    rejected: `${provider} refused the request`,
    refused: `${provider} declined to work on this prompt`,
    broken_reply: `${provider} gave no usable answer`,
  };
  return new Failure("provider_failed", {
    detail: details[kind],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
