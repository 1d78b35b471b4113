const MINUTE_S = 60;
const HOUR_S = 3_600;
/** Standard Webhooks' own schedule: seconds to wait after each failed attempt, a little more than a day together. */
export const WAITS_SECONDS = [5, 5 * MINUTE_S, 30 * MINUTE_S, 2 * HOUR_S, 5 * HOUR_S, 10 * HOUR_S, 10 * HOUR_S];
/** Up to this share is added, so that what failed together does not come back together. */
const JITTER = 0.2;
const RETRY_AFTER_MAX_SECONDS = 24 * HOUR_S;
/** RFC 9110 §10.2.3 and RFC 6585 §4: when `Retry-After` means what it says. */
const BUSY = new Set([429, 503]);

type Failed = {
  /** How many attempts have been made, this one included. */
  readonly attempts: number;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
};

/** When to try again; null when it was the last attempt. `chance` is from 0 to 1. */
export function nextAttempt({ attempts, status, retryAfterSeconds }: Failed, now: Date, chance: number): Date | null {
  const wait = WAITS_SECONDS[attempts - 1];
  if (wait === undefined) return null;
  const asked = BUSY.has(status ?? 0) ? Math.min(retryAfterSeconds ?? 0, RETRY_AFTER_MAX_SECONDS) : 0;
  return new Date(now.getTime() + Math.max(wait, asked) * (1 + JITTER * chance) * 1_000);
}
