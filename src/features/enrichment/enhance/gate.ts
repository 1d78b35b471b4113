import { Failure } from "../../../errors.ts";

const CALLS_MAX = 20;
const CALLS_PER_USER_MAX = 2;
const RETRY_AFTER_SECONDS = 2;

/** How many calls of providers run in this process; one more is refused at once, because waiting would outlive the client. */
const running = new Map<string, number>();
let total = 0;

/** @throws Failure `overloaded` when the user or the process has too many calls under way. */
export async function throughGate<T>(userId: string, call: () => Promise<T>): Promise<T> {
  const own = running.get(userId) ?? 0;
  if (own >= CALLS_PER_USER_MAX || total >= CALLS_MAX) {
    const detail =
      own >= CALLS_PER_USER_MAX
        ? `At most ${CALLS_PER_USER_MAX} enhancements of one account run at the same time`
        : "Too many enhancements run at the same time";
    throw new Failure("overloaded", { detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  running.set(userId, own + 1);
  total += 1;
  try {
    return await call();
  } finally {
    total -= 1;
    const left = (running.get(userId) ?? 1) - 1;
    if (left === 0) running.delete(userId);
    else running.set(userId, left);
  }
}
