import { LRUCache } from "lru-cache";
import { createHash } from "node:crypto";
import type { RequestLimiter, RequestWindows, Unspent, Verdict } from "../contract/limiter.ts";
import { Failure } from "../errors.ts";

const WINDOW_SECONDS = 900;
/** Callers remembered at once; a forgotten lease refuses early, it never admits more. */
const LEASES_MAX = 50_000;
/** A lease is a twentieth of the limit, so that what idle processes hold back stays small. */
const LEASE_SHARE = 20;
const LEASE_MAX = 50;
/** While the database is away it is asked this often, not by every request. */
const ASK_AGAIN_MS = 1_000;
const HAND_BACK_EVERY_MS = 15_000;
const HAND_BACK_MAX = 1_000;

/** What this process knows of one caller; moments are of its own clock, which does not jump. */
type Lease = {
  limit: number;
  points: number;
  slot: number;
  endsAt: number;
  beyond: number;
  freesAt: number;
  isDry: boolean;
  /** Spent from memory while the database was away, and since when. */
  owed: number;
  owedSince: number;
  pending: Promise<void> | null;
};

const noLease = (limit: number): Lease => ({
  limit,
  points: 0,
  slot: 0,
  endsAt: 0,
  beyond: limit,
  freesAt: 0,
  isDry: false,
  owed: 0,
  owedSince: 0,
  pending: null,
});

/** Keys are hashed: the table must not become a list of addresses. */
const digest = (subject: string): Buffer => createHash("sha256").update(subject).digest();
const isAway = (error: unknown): boolean => error instanceof Failure && error.code === "unavailable";

/**
 * The request limit over sliding windows (docs/decisions/0005): Postgres counts, this process spends from small leases
 * it took in advance, so a request costs memory and one in several costs a statement. While Postgres is away this
 * process counts alone, to the same limit, and settles when it is back.
 */
export class LeasedLimiter implements RequestLimiter {
  readonly windowSeconds = WINDOW_SECONDS;
  readonly #windows: RequestWindows;
  readonly #now: () => number;
  readonly #handBack: NodeJS.Timeout;
  #awayUntil = 0;
  // Counted by size: `max` would reserve the room of all of them at every start.
  readonly #leases = new LRUCache<string, Lease>({ maxSize: LEASES_MAX, sizeCalculation: () => 1 });

  constructor(windows: RequestWindows, milliseconds: () => number = () => performance.now()) {
    this.#windows = windows;
    this.#now = milliseconds;
    this.#handBack = setInterval(() => void this.handBackEnded(), HAND_BACK_EVERY_MS).unref();
  }

  take(subject: string, limit: number): Verdict | Promise<Verdict> {
    const lease = this.#leases.get(subject);
    return (lease && this.#answer(lease, limit)) ?? this.#takeLater(subject, limit);
  }

  spent(subject: string, limit: number): Verdict | null {
    const lease = this.#leases.get(subject);
    return lease && !lease.pending && this.#isDry(lease, limit) ? this.#refuse(lease) : null;
  }

  /** Hands back what was left of leases whose slot is over, so that it is not held against their callers. */
  handBackEnded(): Promise<void> {
    const now = this.#now();
    return this.#giveBack((lease) => lease.endsAt <= now);
  }

  /** Hands back everything, so that a stopping process refuses nobody. */
  async close(): Promise<void> {
    clearInterval(this.#handBack);
    await this.#giveBack(() => true);
    this.#leases.clear();
  }

  #isDry(lease: Lease, limit: number): boolean {
    return lease.isDry && lease.limit === limit && lease.freesAt > this.#now();
  }

  /** What can be said from memory; nothing when the database must be asked. */
  #answer(lease: Lease, limit: number): Verdict | undefined {
    if (lease.limit !== limit) return undefined;
    if (lease.points > 0 && lease.endsAt > this.#now()) {
      lease.points -= 1;
      return this.#admit(lease, lease.points + lease.beyond);
    }
    return this.#isDry(lease, limit) ? this.#refuse(lease) : undefined;
  }

  #admit({ limit, freesAt }: Lease, remaining: number): Verdict {
    return { admitted: true, limit, remaining, resetAt: Date.now() + Math.max(0, freesAt - this.#now()) };
  }

  #refuse({ limit, freesAt }: Lease): Verdict {
    return { admitted: false, limit, remaining: 0, resetAt: Date.now() + Math.max(0, freesAt - this.#now()) };
  }

  async #takeLater(subject: string, limit: number): Promise<Verdict> {
    for (;;) {
      const lease = this.#leases.get(subject) ?? noLease(limit);
      this.#leases.set(subject, lease);
      const verdict = this.#answer(lease, limit);
      if (verdict) return verdict;
      if (this.#awayUntil > this.#now()) return this.#takeAlone(lease, limit);
      // Callers who come while points are on their way wait for the same answer.
      lease.pending ??= this.#fetch(subject, limit, lease).finally(() => (lease.pending = null));
      await lease.pending;
    }
  }

  async #fetch(subject: string, limit: number, lease: Lease): Promise<void> {
    const wanted = Math.max(1, Math.min(LEASE_MAX, Math.floor(limit / LEASE_SHARE)));
    const { points: unspent, slot: unspentSlot, owed } = lease;
    lease.points = 0;
    const askedAt = this.#now();
    try {
      const taken = await this.#windows.take({ key: digest(subject), limit, wanted, owed, unspent, unspentSlot });
      lease.limit = limit;
      lease.points = taken.granted;
      lease.slot = taken.slot;
      lease.endsAt = askedAt + taken.slotEndsInMs;
      lease.freesAt = askedAt + taken.freesInMs;
      lease.beyond = Math.max(0, limit - taken.used);
      lease.isDry = taken.granted === 0;
      lease.owed -= owed;
    } catch (error) {
      if (!isAway(error)) throw error;
      this.#awayUntil = this.#now() + ASK_AGAIN_MS;
    }
  }

  #takeAlone(lease: Lease, limit: number): Verdict {
    const now = this.#now();
    if (lease.owed === 0 || now - lease.owedSince > 1_000 * WINDOW_SECONDS) {
      lease.owed = 0;
      lease.owedSince = now;
      lease.limit = limit;
      lease.beyond = Math.min(lease.beyond, limit);
      lease.freesAt = now + 1_000 * WINDOW_SECONDS;
    }
    if (lease.owed >= lease.beyond) return this.#refuse(lease);
    lease.owed += 1;
    return this.#admit(lease, lease.beyond - lease.owed);
  }

  async #giveBack(isOver: (lease: Lease) => boolean): Promise<void> {
    const unspent: Unspent[] = [];
    for (const [subject, lease] of this.#leases.entries()) {
      if (lease.points <= 0 || lease.pending || !isOver(lease)) continue;
      unspent.push({ key: digest(subject), slot: lease.slot, points: lease.points });
      lease.points = 0;
    }
    for (let from = 0; from < unspent.length; from += HAND_BACK_MAX)
      // What cannot be handed back is free again in a quarter of an hour.
      await this.#windows.giveBack(unspent.slice(from, from + HAND_BACK_MAX)).catch(() => undefined);
  }
}
