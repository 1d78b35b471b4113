import { PromptrError, PromptrUnreachable } from "./errors.ts";
import { pause } from "./waiting.ts";

const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 8_000;
/** Added to what the server asks for, so that those it sent away do not all come back in one moment. */
const SPREAD_MS = 250;
/** "Later": a proxy without a server behind it, a server that is busy or draining. */
const PASSING = new Set([429, 502, 503, 504]);

export type Patience = {
  /** Whether doing it twice is doing it once: a GET, a POST that only reads, or one with an `Idempotency-Key`. */
  readonly isSafe: boolean;
  readonly retries: number;
  /** A server that asks for more is taken at its word: the failure is the caller's to hear. */
  readonly waitMsMax: number;
  readonly signal?: AbortSignal | undefined;
};

/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const backoffMs = (attempt: number, random: number = Math.random()): number =>
  random * Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** attempt);

/** How long to wait before another try; null where there is to be none. */
function waitMsAfter(error: unknown, attempt: number, { isSafe, retries, waitMsMax }: Patience): number | null {
  if (attempt >= retries) return null;
  if (error instanceof PromptrUnreachable) return isSafe ? backoffMs(attempt) : null;
  if (!(error instanceof PromptrError)) return null;
  const code = error.problem?.code;
  const isPassing = PASSING.has(error.status) || code === "idempotency_key_running";
  // Who was sent away at the door has done nothing yet, whatever they came for.
  if (!isPassing || !(isSafe || code === "rate_limited")) return null;
  if (error.retryAfterMs === null) return backoffMs(attempt);
  return error.retryAfterMs > waitMsMax ? null : error.retryAfterMs + Math.random() * SPREAD_MS;
}

/** Tries until it works, a failure is final, or patience ends; throws the last failure. */
export async function patiently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = waitMsAfter(error, tries, patience);
      if (waitMs === null || patience.signal?.aborted) throw error;
      await pause(waitMs, patience.signal);
    }
  }
}
