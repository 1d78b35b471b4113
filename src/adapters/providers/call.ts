import { setTimeout as sleep } from "node:timers/promises";
import { type Completion, type CompletionReply, ProviderFault, type ProviderName } from "../../contract/ai.ts";

export const DEADLINE_MS = 25_000;
const MAX_TRIES = 2;
const RETRY_WAIT_MS = 500;
const MAX_RETRY_AFTER_SECONDS = 86_400;
const MAX_TEXT_BYTES = 1_000_000;
/** Above the text limit because every streamed token comes wrapped in some 300 bytes of JSON. */
const MAX_BODY_BYTES = 16_000_000;

/** `timeoutMs` covers the whole call, its tries and the wait between them; 25 s unless set. */
export type Options = {
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number | undefined;
};

/** What one message of the provider says, in our words; of several endings or counts the last one holds. */
export type Piece = {
  readonly text?: string | undefined;
  readonly ending?: "complete" | "refused" | "cut_short" | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
};

export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
export const countOf = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? Number(value) : undefined;

/**
 * A fetch that stops reading at the limit, because the SDK buffers bodies and lines without one, and follows no redirect:
 * the prompt and the key go to the configured address only.
 */
export const limitedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: "error" });
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BODY_BYTES) controller.error(new RangeError("The body is over the limit"));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(limit), response);
};

const retryAfterOf = (headers: Headers | undefined): { retryAfterSeconds?: number } => {
  const value = headers?.get("retry-after") ?? "";
  const seconds = /^[\d.]+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds > 0 ? { retryAfterSeconds: Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_SECONDS) } : {};
};

/** Keeps the status only: the SDK's error holds the provider's text, which can repeat the key. */
const toFault = (provider: ProviderName, error: unknown): ProviderFault => {
  if (error instanceof ProviderFault) return error;
  if (error instanceof SyntaxError || error instanceof RangeError) return new ProviderFault(provider, "broken_reply");
  const { status, headers } = error as { status?: number; headers?: Headers };
  const cause = new Error(status === undefined ? "no complete answer" : `status ${status}`);
  if (status === 429) return new ProviderFault(provider, "rate_limited", { cause, ...retryAfterOf(headers) });
  const temporary = status === undefined || status >= 500 || status === 408 || status === 409;
  return new ProviderFault(provider, temporary ? "unavailable" : "rejected", { cause });
};

const collect = async (
  provider: ProviderName,
  completion: Completion,
  pieces: AsyncIterable<Piece>,
): Promise<CompletionReply> => {
  let [text, bytes, inputTokens, outputTokens] = ["", 0, 0, 0];
  let ending: Piece["ending"];
  for await (const piece of pieces) {
    inputTokens = piece.inputTokens ?? inputTokens;
    outputTokens = piece.outputTokens ?? outputTokens;
    ending = piece.ending ?? ending;
    if (!piece.text) continue;
    bytes += Buffer.byteLength(piece.text);
    if (bytes > MAX_TEXT_BYTES) throw new ProviderFault(provider, "broken_reply");
    text += piece.text;
    completion.onDelta?.(piece.text);
  }
  completion.signal.throwIfAborted(); // An aborted stream ends like a complete one.
  if (ending === "complete" && text !== "") return { text, usage: { inputTokens, outputTokens } };
  throw new ProviderFault(provider, ending === "refused" ? "refused" : "broken_reply");
};

/**
 * Tries within one deadline. The SDK's own retry stays off: it would sleep through a long `Retry-After` and report a
 * timeout, and it cannot know that text the caller has seen must not be produced again.
 */
export const answer = async (
  provider: ProviderName,
  { timeoutMs = DEADLINE_MS }: Options,
  completion: Completion,
  ask: (attempt: Completion) => AsyncIterable<Piece>,
): Promise<CompletionReply> => {
  const endsAt = performance.now() + timeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([completion.signal, deadline]);
  let seen = false;
  const listener = completion.onDelta;
  const onDelta =
    listener &&
    ((text: string) => {
      seen = true;
      listener(text);
    });
  for (let tries = 1; ; tries++) {
    try {
      const attempt = { ...completion, signal, onDelta };
      signal.throwIfAborted();
      return await collect(provider, attempt, ask(attempt));
    } catch (error) {
      completion.signal.throwIfAborted();
      if (deadline.aborted) throw new ProviderFault(provider, "timeout");
      const fault = toFault(provider, error);
      const waitMs = fault.retryAfterSeconds
        ? fault.retryAfterSeconds * 1000
        : RETRY_WAIT_MS * (0.5 + Math.random() / 2);
      const again = tries < MAX_TRIES && !seen && (fault.kind === "unavailable" || fault.kind === "rate_limited");
      if (!again || performance.now() + waitMs >= endsAt) throw fault;
      await sleep(waitMs, undefined, { signal }).catch(() => undefined); // The next round reports the abort.
    }
  }
};
