import { setTimeout as sleep } from "node:timers/promises";
import type { OpenAI } from "openai";
import {
  type Completion,
  type CompletionReply,
  type Provider,
  ProviderFault,
  type ProviderName,
} from "../contract/ai.ts";

const DEADLINE_MS = 25_000;
const MAX_TRIES = 2;
const RETRY_WAIT_MS = 500;
const MAX_RETRY_AFTER_SECONDS = 86_400;
const MAX_TEXT_BYTES = 1_000_000;
/** Above the text limit because every streamed token comes wrapped in some 300 bytes of JSON. */
const MAX_BODY_BYTES = 16_000_000;

/** `timeoutMs` covers the whole call, its tries and the wait between them; 25 s unless set. */
type Options = {
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number | undefined;
};

/** What one message of the provider says, in our words; of several endings or counts the last one holds. */
type Piece = {
  readonly text?: string | undefined;
  readonly ending?: "complete" | "refused" | "cut_short" | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const countOf = (value: unknown): number | undefined => (Number.isSafeInteger(value) ? Number(value) : undefined);

/** A fetch that stops reading at the limit, because the SDK buffers bodies and lines without one. */
const limitedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
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
const answer = async (
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

/** Only what we read of a reply or of one chunk of it; nothing promises that the server sends it. */
type Wire = {
  choices?: { finish_reason?: string | null; message?: Part; delta?: Part }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number; total_tokens?: number } | null;
};
type Part = { content?: string | null; refusal?: string | null };

/** Google passes its native names of blocked replies through its compatible endpoint. */
const BLOCKED = /content_filter|safety|recitation|blocklist|prohibited|spii/i;

const endingOf = (reason: string | null | undefined, part: Part | undefined): Piece["ending"] => {
  if (part?.refusal || BLOCKED.test(reason ?? "")) return "refused";
  if (!reason) return undefined;
  return reason === "stop" ? "complete" : "cut_short";
};

const read = (wire: Wire | null | undefined): Piece => {
  const choice = wire?.choices?.[0];
  const part = choice?.message ?? choice?.delta;
  const usage = wire?.usage;
  const inputTokens = countOf(usage?.prompt_tokens);
  // Google counts thinking in the total only, yet bills it as output.
  const thought = countOf((usage?.total_tokens ?? NaN) - (inputTokens ?? NaN));
  const outputTokens = thought ?? countOf(usage?.completion_tokens);
  return { text: textOf(part?.content), ending: endingOf(choice?.finish_reason, part), inputTokens, outputTokens };
};

async function* ask(provider: ProviderName, client: OpenAI, attempt: Completion): AsyncGenerator<Piece> {
  const limit = attempt.maxOutputTokens;
  const body = {
    model: attempt.model,
    messages: [
      { role: "system" as const, content: attempt.instructions },
      { role: "user" as const, content: attempt.input },
    ],
    response_format: {
      type: "json_schema" as const,
      json_schema: { name: attempt.schema.name, schema: attempt.schema.json, strict: true },
    },
    ...(provider === "google" ? { max_tokens: limit } : { max_completion_tokens: limit }),
  };
  const { signal } = attempt;
  if (attempt.onDelta) {
    const streamed = { ...body, stream: true as const, stream_options: { include_usage: true } };
    for await (const chunk of await client.chat.completions.create(streamed, { signal })) yield read(chunk);
  } else yield read(await client.chat.completions.create(body, { signal }));
}

const chatProvider = (name: ProviderName, defaultUrl: string, options: Options): Provider => {
  const settings = {
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? defaultUrl,
    organization: null,
    project: null,
    timeout: 2 * (options.timeoutMs ?? DEADLINE_MS), // A backstop; the deadline fires first.
    maxRetries: 0,
    logLevel: "off" as const,
    fetch: limitedFetch,
  };
  let client: Promise<OpenAI> | undefined; // Loaded by the first call: the import takes 0.2 s of start time.
  return {
    name,
    async complete(completion) {
      const ready = await (client ??= import("openai").then(({ OpenAI }) => new OpenAI(settings)));
      return answer(name, options, completion, (attempt) => ask(name, ready, attempt));
    },
  };
};

/** OpenAI's chat completions with a strict JSON schema. `baseUrl` includes `/v1`. */
export const openAiProvider = (options: Options): Provider =>
  chatProvider("openai", "https://api.openai.com/v1", options);

/** Gemini through Google's OpenAI-compatible endpoint. `baseUrl` includes `/v1beta/openai/`. */
export const googleProvider = (options: Options): Provider =>
  chatProvider("google", "https://generativelanguage.googleapis.com/v1beta/openai/", options);
