import { ProviderFault, type ProviderName } from "../../contract/ai.ts";
import { traceHeaders } from "../../contract/trace.ts";

const MAX_RETRY_AFTER_SECONDS = 86_400;
/** Above the text limit because every streamed token comes wrapped in some 300 bytes of JSON. */
const MAX_BODY_BYTES = 16_000_000;

export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
/** A count of tokens, or nothing for what cannot be one. */
export const countOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/**
 * A fetch that stops reading at the limit, because the SDK buffers bodies and lines without one, and follows no redirect:
 * the prompt and the key go to the configured address only. The trace at hand is told to whoever is asked.
 */
export const limitedFetch: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
  const response = await fetch(input, { ...init, headers, redirect: "error" });
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

/** Seconds or a date (RFC 9110 §10.2.3), read against the wall clock because it is the provider's. */
const retryAfterOf = (headers: Headers | undefined): number | undefined => {
  const value = headers?.get("retry-after") ?? "";
  const seconds = /^[\d.]+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_SECONDS) : undefined;
};

/** Keeps the status only: the SDK's error holds the provider's text, which can repeat the key. */
export const toFault = (provider: ProviderName, error: unknown): ProviderFault => {
  if (error instanceof ProviderFault) return error;
  if (error instanceof SyntaxError || error instanceof RangeError) return new ProviderFault(provider, "broken_reply");
  const { status, headers } = error as { status?: number; headers?: Headers };
  const cause = new Error(status === undefined ? "no complete answer" : `status ${status}`);
  const retryAfterSeconds = retryAfterOf(headers);
  if (status === 429) return new ProviderFault(provider, "rate_limited", { cause, retryAfterSeconds });
  const isTemporary = status === undefined || status >= 500 || status === 408 || status === 409;
  if (!isTemporary) return new ProviderFault(provider, "rejected", { cause });
  return new ProviderFault(provider, "unavailable", { cause, retryAfterSeconds });
};

/** Of connections that never were, so that no question went over them. */
const NEVER_SENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|\w*CERT\w*)$/;
const CAUSES_MAX = 5;

/** Providers bill no request they answer with an error or a redirect, nor one that never reached them; any other they may. */
export const isTurnedAway = (error: unknown): boolean => {
  for (let [cause, depth] = [error, 0]; cause instanceof Error && depth < CAUSES_MAX; depth += 1) {
    const { status, code, message } = cause as { status?: number; code?: string } & Error;
    if (status !== undefined || NEVER_SENT.test(code ?? "") || message === "unexpected redirect") return true;
    cause = cause.cause;
  }
  return false;
};
