import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { NarrowLimit, Throttle } from "../contract/ports.ts";
import type { Limits } from "../contract/tier.ts";
import { Failure } from "../errors.ts";

/** Runs SQL for the limiter; `name` lets Postgres keep the plan. */
export type LimiterStore = {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }>;
};

const WINDOW_SECONDS = 900;
const HOUR_SECONDS = 3_600;
const limiterFor = (store: LimiterStore, prefix: string, points: number, duration: number): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient: store,
    storeType: "client",
    schemaName: "promptr",
    tableName: "rate_limits",
    tableCreated: true, // by migration
    clearExpiredByTimeout: false, // a job does it
    keyPrefix: prefix,
    points,
    duration,
    // Who was refused once is refused from memory until the window ends.
    inMemoryBlockOnConsumed: points + 1,
  });

/** Keys are hashed: the table must not become a list of addresses, and Postgres refuses long or odd ones. */
const digest = (key: string): string => createHash("sha256").update(key).digest("base64url");

/** Counts one try; what comes back is the refusal. */
async function refusalOf(limiter: RateLimiterPostgres, key: string): Promise<RateLimiterRes | null> {
  try {
    await limiter.consume(digest(key));
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}

/** How long each window is. */
export const NARROW_SECONDS: Record<NarrowLimit, number> = {
  login: WINDOW_SECONDS,
  loginPerAddress: WINDOW_SECONDS,
  loginPerAccount: WINDOW_SECONDS,
  passwordCheck: WINDOW_SECONDS,
  adminDenied: HOUR_SECONDS,
  forgotPassword: HOUR_SECONDS,
  forgotPasswordPerAddress: HOUR_SECONDS,
  verifyEmail: HOUR_SECONDS,
  mailedLink: WINDOW_SECONDS,
  exportData: 24 * HOUR_SECONDS,
  webhookReplay: HOUR_SECONDS,
  testRuns: 24 * HOUR_SECONDS,
  register: HOUR_SECONDS,
  sharePassword: HOUR_SECONDS,
  sharePasswordPerLink: HOUR_SECONDS,
  validateAnonymous: WINDOW_SECONDS,
};

/** The narrow limits, one statement a try: they guard costly or secret things, so exactness is worth it. */
export function postgresThrottle(store: LimiterStore, limits: Limits): Throttle {
  const limiters = new Map<NarrowLimit, RateLimiterPostgres>();
  const limiterOf = (name: NarrowLimit): RateLimiterPostgres => {
    let limiter = limiters.get(name);
    if (!limiter) limiters.set(name, (limiter = limiterFor(store, name, limits[name], NARROW_SECONDS[name])));
    return limiter;
  };
  return {
    async spend(name, key) {
      const refusal = await refusalOf(limiterOf(name), key);
      if (refusal) throw new Failure("rate_limited", { retryAfterSeconds: refusal.msBeforeNext / 1_000 });
    },
    async giveBack(name, key) {
      await limiterOf(name).reward(digest(key), 1);
    },
  };
}
