import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { RequestLimiter, Verdict } from "../contract/limiter.ts";
import type { NarrowLimit, Throttle } from "../contract/ports.ts";
import type { Limits } from "../contract/tier.ts";
import { Failure } from "../errors.ts";

/** Runs SQL for the limiter; `name` lets Postgres keep the plan. */
export type LimiterStore = {
  query(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }>;
};

const WINDOW_SECONDS = 900;
const HOUR_SECONDS = 3_600;
/** Callers remembered at once; a forgotten lease refuses early, it never admits more. */
const LEASES_MAX = 50_000;
/** A lease is a twentieth of the limit, so that what idle processes hold back stays small. */
const LEASE_SHARE = 20;
const LEASE_MAX = 50;

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
  });

/** Keys are hashed: the table must not become a list of addresses, and Postgres refuses long or odd ones. */
const digest = (key: string): string => createHash("sha256").update(key).digest("base64url");

async function consume(limiter: RateLimiterPostgres, key: string, points: number): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(digest(key), points);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}

type Lease = { points: number; beyond: number; resetAt: number; pending: Promise<void> | null };

/**
 * The request limit: Postgres counts, this process spends from small leases it took in advance, so a request costs
 * memory and one in several costs a statement (BENCH.md: 5 µs instead of 116).
 */
export class LeasedLimiter implements RequestLimiter {
  readonly windowSeconds = WINDOW_SECONDS;
  readonly #store: LimiterStore;
  readonly #limiters = new Map<number, RateLimiterPostgres>();
  // Counted by size: `max` would reserve the room of all of them at every start.
  readonly #leases = new LRUCache<string, Lease>({ maxSize: LEASES_MAX, sizeCalculation: () => 1 });

  constructor(store: LimiterStore) {
    this.#store = store;
  }

  take(subject: string, limit: number): Verdict | Promise<Verdict> {
    const key = `${limit}:${subject}`;
    const lease = this.#leases.get(key);
    if (lease && lease.resetAt > Date.now() && lease.points > 0) return this.#spend(lease, limit);
    return this.spent(subject, limit) ?? this.#takeLater(key, limit);
  }

  spent(subject: string, limit: number): Verdict | null {
    const lease = this.#leases.get(`${limit}:${subject}`);
    const isSpent = lease && lease.resetAt > Date.now() && lease.points <= 0 && lease.beyond <= 0 && !lease.pending;
    return isSpent ? { admitted: false, limit, remaining: 0, resetAt: lease.resetAt } : null;
  }

  /** Gives back what was leased and not spent, so that a stopping process refuses nobody. */
  async close(): Promise<void> {
    const rest = [...this.#leases].filter(([, lease]) => lease.points > 0 && lease.resetAt > Date.now());
    this.#leases.clear();
    await Promise.allSettled(
      rest.map(([key, { points }]) =>
        this.#limiterOf(Number(key.slice(0, key.indexOf(":")))).reward(digest(key), points),
      ),
    );
  }

  #spend(lease: Lease, limit: number): Verdict {
    lease.points -= 1;
    return { admitted: true, limit, remaining: lease.points + lease.beyond, resetAt: lease.resetAt };
  }

  async #takeLater(key: string, limit: number): Promise<Verdict> {
    for (;;) {
      const lease = this.#leases.get(key) ?? { points: 0, beyond: limit, resetAt: 0, pending: null };
      this.#leases.set(key, lease);
      const open = lease.resetAt > Date.now();
      if (open && lease.points > 0) return this.#spend(lease, limit);
      if (open && lease.beyond <= 0) return { admitted: false, limit, remaining: 0, resetAt: lease.resetAt };
      // Callers who come while points are on their way wait for the same answer.
      lease.pending ??= this.#fetch(key, limit, lease).finally(() => (lease.pending = null));
      await lease.pending;
    }
  }

  async #fetch(key: string, limit: number, lease: Lease): Promise<void> {
    const block = Math.max(1, Math.min(LEASE_MAX, Math.floor(limit / LEASE_SHARE)));
    const { consumedPoints, msBeforeNext } = await consume(this.#limiterOf(limit), key, block);
    const before = consumedPoints - block;
    lease.points = Math.max(0, Math.min(block, limit - before));
    lease.beyond = Math.max(0, limit - consumedPoints);
    lease.resetAt = Date.now() + Math.max(1, msBeforeNext);
  }

  #limiterOf(limit: number): RateLimiterPostgres {
    let limiter = this.#limiters.get(limit);
    if (!limiter) {
      limiter = limiterFor(this.#store, "requests", limit, WINDOW_SECONDS);
      this.#limiters.set(limit, limiter);
    }
    return limiter;
  }
}

const NARROW_SECONDS: Record<NarrowLimit, number> = {
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
      const { consumedPoints, msBeforeNext } = await consume(limiterOf(name), key, 1);
      if (consumedPoints > limits[name]) throw new Failure("rate_limited", { retryAfterSeconds: msBeforeNext / 1_000 });
    },
    async giveBack(name, key) {
      await limiterOf(name).reward(digest(key), 1);
    },
  };
}
