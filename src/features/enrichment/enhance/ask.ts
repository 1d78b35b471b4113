import { type Completion, type CompletionReply, type Provider, ProviderFault } from "../../../contract/ai.ts";
import { Failure } from "../../../errors.ts";
import type { Scope } from "../../../scope.ts";
import type { Model } from "./catalogue.ts";
import { EditReader } from "./edit-reader.ts";
import type { Meter } from "./ledger.ts";
import { inputOf, INSTRUCTIONS, type Question, schemaOf } from "./question.ts";
import { type Proposal, readEdit, readReply } from "./reply.ts";
import { addUsage } from "./usage.ts";

const TRIES_MAX = 2;
/** For all tries together; a single one ends by the adapter's own deadline before. */
const DEADLINE_MS = 28_000;
/** Room for the edits and for what thinking models write before them. */
const OUTPUT_TOKENS_MAX = 16_000;

type Asked = { readonly model: Model; readonly provider: Provider; readonly question: Question };

/**
 * Asks a model, and once more when its reply does not hold what was asked of it. Null when the second one does not either:
 * then the caller has to do without. @throws Failure when the provider fails at first, or the caller leaves.
 */
export async function askModel(scope: Scope, asked: Asked, meter: Meter): Promise<Proposal | null> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const signal = AbortSignal.any([scope.signal, deadline]);
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    try {
      const onDelta = tries === 1 && wantsStream(scope) ? showEdits(scope, asked.question) : undefined;
      const reply = await complete(asked, signal, onDelta);
      meter.usage = addUsage(meter.usage, asked.model, reply.usage);
      const proposal = readReply(asked.question, reply.text);
      if (proposal) return proposal;
    } catch (error) {
      if (scope.signal.aborted) throw new Failure("overloaded", { detail: "The request was cut off", cause: error });
      const fault = deadline.aborted ? new ProviderFault(asked.provider.name, "timeout") : error;
      if (!(fault instanceof ProviderFault)) throw error;
      if (tries === 1 && fault.kind !== "broken_reply") throw toFailure(fault);
      if (fault.kind !== "broken_reply") return null;
    }
  }
  return null;
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
