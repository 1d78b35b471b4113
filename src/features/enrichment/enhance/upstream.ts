import {
  type Completion,
  type CompletionReply,
  type Exchange,
  type Provider,
  type ProviderFault,
  type TokenCounts,
} from "../../../contract/ai.ts";
import { Failure } from "../../../errors.ts";
import { estimateTokens } from "../lint/index.ts";
import { BUILT_IN, type Model } from "../../models/index.ts";
import type { Meter } from "./ledger.ts";
import { addUsage } from "./usage.ts";

/** What a fast model writes in a second: as much may have been written before anything of it could be heard. */
const TOKENS_PER_SECOND = 200;

/**
 * Asks a provider and adds to the meter what each of its requests took: by the provider's own figures, or where it gave none
 * by our estimate of what was sent, heard, and may have been written in silence. @throws what the provider throws.
 */
export async function askProvider(
  { model, provider }: { readonly model: Model; readonly provider: Provider },
  completion: Completion,
  meter: Meter,
): Promise<CompletionReply> {
  let isBilled = false;
  let wasTurnedAway = false;
  const onExchange = (exchange: Exchange): void => {
    if (exchange.ending === "turned_away") return void (wasTurnedAway = true);
    isBilled = true;
    meter.usage = addUsage(meter.usage, model, spentOn(completion, exchange));
  };
  try {
    return await provider.complete({ ...completion, onExchange });
  } catch (error) {
    if (wasTurnedAway && !isBilled) {
      const unanswered = { inputTokens: tokensSent(completion), outputTokens: 0 };
      meter.usage = addUsage(meter.usage, BUILT_IN, unanswered); // free, yet told from a call that sent nothing
    }
    throw error;
  }
}

function spentOn(completion: Completion, exchange: Exchange): TokenCounts {
  const { inputTokens = tokensSent(completion), outputTokens: said, text, silentMs, ending } = exchange;
  if (ending === "complete" && said !== undefined) return { inputTokens, outputTokens: said };
  const isWhole = ending === "complete" && text !== "";
  const unheard = isWhole ? 0 : (silentMs / 1_000) * TOKENS_PER_SECOND;
  const written = Math.min(completion.maxOutputTokens, Math.ceil(estimateTokens(text) + unheard));
  return { inputTokens, outputTokens: Math.max(said ?? 0, written) };
}

const tokensSent = ({ instructions, input, schema }: Completion): number =>
  Math.ceil([instructions, input, schema ? JSON.stringify(schema) : ""].reduce((sum, t) => sum + estimateTokens(t), 0));

export const cutOff = (cause: unknown): Failure =>
  new Failure("overloaded", { detail: "The request was cut off", cause });

/** A provider's trouble in the words of our contract; its own text is never shown. */
export function toFailure({ kind, provider, retryAfterSeconds }: ProviderFault): Failure {
  if (kind === "timeout") return new Failure("provider_timeout", { detail: `${provider} did not answer in time` });
  // No fault of the provider: the same request would be declined, and paid for, again.
  if (kind === "refused")
    return new Failure("provider_declined", { detail: `${provider} declined to work on this prompt` });
  const details = {
    rate_limited: `${provider} receives too many requests from this server`,
    unavailable: `${provider} is not available`,
    rejected: `${provider} refused the request`,
    broken_reply: `${provider} gave no usable answer`,
    paused: `${provider} failed several times in a row with this model, which is given a moment to recover`,
  };
  return new Failure("provider_failed", {
    detail: details[kind],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
