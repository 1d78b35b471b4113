import { setTimeout as sleep } from "node:timers/promises";
import {
  type Completion,
  type CompletionReply,
  type Exchange,
  FRAMING_TOKENS,
  ProviderFault,
  type ProviderName,
} from "../../contract/ai.ts";
import type { BreakerOptions } from "./breaker.ts";
import { isTurnedAway, toFault } from "./wire.ts";

export const DEADLINE_MS = 25_000;
const MAX_REQUESTS = 2;
const RETRY_WAIT_MS = 500;
const MAX_TEXT_BYTES = 1_000_000;

/** `timeoutMs` covers the whole call, its requests and the wait between them; 25 s unless set. */
export type Options = {
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly breaker?: BreakerOptions | undefined;
};

/** What one message of the provider says, in our words; of several endings or counts the last one holds. */
export type Piece = {
  readonly text?: string | undefined;
  readonly ending?: "complete" | "refused" | "cut_short" | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
};

/** What was heard in answer to one request, also when it breaks off. */
type Heard = {
  text: string;
  ending: Piece["ending"];
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** By `performance.now()`. */
  readonly startedAt: number;
  firstTextAt: number | undefined;
};

/** Thinking may take more than was allowed for the answer. */
const OUTPUT_FACTOR = 2;
/** A figure above what can be true is none: a token holds at least one byte, and an answer ends where its room does. */
const below = (count: number | undefined, max: number): number | undefined =>
  count !== undefined && count <= max ? count : undefined;

const inputTokensMax = ({ instructions, input, schema }: Completion): number =>
  Buffer.byteLength(instructions + input + (schema ? JSON.stringify(schema) : "")) + FRAMING_TOKENS;

const listen = async (
  provider: ProviderName,
  attempt: Completion,
  pieces: AsyncIterable<Piece>,
  heard: Heard,
): Promise<void> => {
  let bytes = 0;
  const inputMax = inputTokensMax(attempt);
  for await (const piece of pieces) {
    heard.inputTokens = below(piece.inputTokens, inputMax) ?? heard.inputTokens;
    heard.outputTokens = below(piece.outputTokens, attempt.maxOutputTokens * OUTPUT_FACTOR) ?? heard.outputTokens;
    heard.ending = piece.ending ?? heard.ending;
    if (!piece.text) continue;
    heard.firstTextAt ??= performance.now();
    bytes += Buffer.byteLength(piece.text);
    if (bytes > MAX_TEXT_BYTES) throw new ProviderFault(provider, "broken_reply");
    heard.text += piece.text;
    attempt.onDelta?.(piece.text);
  }
  attempt.signal.throwIfAborted(); // An aborted stream ends like a complete one.
  const { ending, text } = heard;
  const isUsable = ending === "complete" || (ending === "cut_short" && !attempt.schema);
  if (!isUsable || text === "") throw new ProviderFault(provider, ending === "refused" ? "refused" : "broken_reply");
};

/** A text without a schema can be long: read as a stream it shows that the provider works, however long it takes. */
const isStreamed = ({ onDelta, schema }: Completion): boolean => onDelta !== undefined || schema === undefined;

/**
 * Asks within one deadline. The SDK's own retry stays off: it would sleep through a long `Retry-After` and report a
 * timeout, and it cannot know that text the caller has seen must not be produced again.
 */
export const answer = async (
  provider: ProviderName,
  { timeoutMs: ownTimeoutMs = DEADLINE_MS }: Options,
  completion: Completion,
  ask: (attempt: Completion) => AsyncIterable<Piece>,
): Promise<CompletionReply> => {
  const timeoutMs = Math.max(1, Math.floor(Math.min(ownTimeoutMs, completion.timeoutMs ?? ownTimeoutMs)));
  const isFullTime = timeoutMs === ownTimeoutMs;
  const endsAt = performance.now() + timeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([completion.signal, deadline]);
  const onDelta = isStreamed(completion) ? (text: string) => completion.onDelta?.(text) : undefined;
  const requestsMax = completion.requestsMax ?? MAX_REQUESTS;
  for (let requests = 1; ; requests++) {
    completion.signal.throwIfAborted();
    if (deadline.aborted)
      throw new ProviderFault(provider, "timeout", { requests: requests - 1, isOutage: isFullTime });
    const heard = startListening();
    try {
      const attempt = { ...completion, signal, onDelta };
      await listen(provider, attempt, ask(attempt), heard);
      completion.onExchange?.(exchangeOf(heard, false));
      const isCutShort = heard.ending === "cut_short";
      return { text: heard.text, requests, ...(isCutShort && { isCutShort }) };
    } catch (error) {
      completion.onExchange?.(exchangeOf(heard, !signal.aborted && isTurnedAway(error)));
      completion.signal.throwIfAborted();
      if (deadline.aborted) {
        const isOutage = heard.text === "" && isFullTime;
        throw new ProviderFault(provider, "timeout", { requests, isOutage });
      }
      const fault = toFault(provider, error);
      const { kind, cause, retryAfterSeconds } = fault;
      const waitMs = retryAfterSeconds ? retryAfterSeconds * 1000 : RETRY_WAIT_MS * (0.5 + Math.random() / 2);
      const isSeen = completion.onDelta !== undefined && heard.text !== "";
      const mayPass = kind === "unavailable" || kind === "rate_limited";
      if (requests >= requestsMax || isSeen || !mayPass || performance.now() + waitMs >= endsAt) {
        throw new ProviderFault(provider, kind, { cause, retryAfterSeconds, requests });
      }
      await sleep(waitMs, undefined, { signal }).catch(() => undefined); // The next round reports the abort.
    }
  }
};

const startListening = (): Heard => ({
  text: "",
  ending: undefined,
  inputTokens: undefined,
  outputTokens: undefined,
  startedAt: performance.now(),
  firstTextAt: undefined,
});

const exchangeOf = (heard: Heard, wasTurnedAway: boolean): Exchange => ({
  inputTokens: heard.inputTokens,
  outputTokens: heard.outputTokens,
  text: heard.text,
  silentMs: (heard.firstTextAt ?? performance.now()) - heard.startedAt,
  ending: wasTurnedAway ? "turned_away" : heard.ending ? "complete" : "broken_off",
});
