import {
  type Completion,
  type CompletionReply,
  type Provider,
  ProviderFault,
  type ProviderFaultKind,
} from "../../../contract/ai.ts";
import { Failure } from "../../../errors.ts";
import { estimateTokens } from "../lint/index.ts";
import { BUILT_IN, type Model } from "../../models/index.ts";
import type { Meter } from "./ledger.ts";
import { addUsage } from "./usage.ts";

/** Providers do not bill a request they turned away; every other one may be billed, answered or not. */
const UNBILLED: readonly ProviderFaultKind[] = ["rate_limited", "unavailable", "rejected"];

/**
 * Asks a provider and adds what it took to the meter: by the provider's own figures, or by our estimate of what was sent and
 * heard where it gave none. @throws what the provider throws.
 */
export async function askProvider(
  { model, provider }: { readonly model: Model; readonly provider: Provider },
  completion: Completion,
  meter: Meter,
): Promise<CompletionReply> {
  const heard: string[] = [];
  const onDelta =
    completion.onDelta &&
    ((text: string) => {
      heard.push(text);
      completion.onDelta?.(text);
    });
  try {
    const reply = await provider.complete({ ...completion, onDelta });
    meter.usage = addUsage(meter.usage, model, reply.usage);
    return reply;
  } catch (error) {
    const fault = error instanceof ProviderFault ? error : null;
    if (fault?.kind === "paused") throw error;
    const estimate = { inputTokens: tokensSent(completion), outputTokens: tokensIn(heard.join("")) };
    const isBilled = fault?.usage !== undefined || !fault || !UNBILLED.includes(fault.kind);
    meter.usage = addUsage(meter.usage, isBilled ? model : BUILT_IN, fault?.usage ?? estimate);
    throw error;
  }
}

const tokensIn = (text: string): number => Math.ceil(estimateTokens(text));
const tokensSent = ({ instructions, input }: Completion): number =>
  Math.ceil(estimateTokens(instructions) + estimateTokens(input));

export const cutOff = (cause: unknown): Failure =>
  new Failure("overloaded", { detail: "The request was cut off", cause });

/** A provider's trouble in the words of our contract; its own text is never shown. */
export function toFailure({ kind, provider, retryAfterSeconds }: ProviderFault): Failure {
  if (kind === "timeout") return new Failure("provider_timeout", { detail: `${provider} did not answer in time` });
  const details = {
    rate_limited: `${provider} receives too many requests from this server`,
    unavailable: `${provider} is not available`,
    rejected: `${provider} refused the request`,
    refused: `${provider} declined to work on this prompt`,
    broken_reply: `${provider} gave no usable answer`,
    paused: `${provider} failed several times in a row with this model, which is given a moment to recover`,
  };
  return new Failure("provider_failed", {
    detail: details[kind],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
