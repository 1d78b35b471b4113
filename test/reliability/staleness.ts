/** Longer than anything may be stale, by far: what is still seen then is a leak. */
const WATCHED_MS = 5_000;
/** What was gone and comes back was not gone: it is looked at a few times more. */
const LOOKS_AFTER = 5;

/**
 * Looks at something that has ended until it is seen no more. How long after the acknowledgement the last look was begun
 * that still saw it, in ms; 0 when none did. A slow machine makes looks late, and a late look is a strict one.
 */
export async function watchUntilGone(acknowledgedAt: number, isSeen: () => Promise<boolean>): Promise<number> {
  let lastSeenMs = 0;
  for (let missed = 0; missed <= LOOKS_AFTER;) {
    const sinceMs = performance.now() - acknowledgedAt;
    if (await isSeen()) {
      lastSeenMs = Math.max(lastSeenMs, sinceMs);
      missed = 0;
    } else missed += 1;
    if (sinceMs > WATCHED_MS) return sinceMs;
  }
  return lastSeenMs;
}
