import { performance } from "node:perf_hooks";
import { Failure } from "../errors.ts";

/** Up to here nobody is turned away: what comes at once is worked off within milliseconds. */
const BUSY_FROM = 200;
/** More than this at once only wait for each other. */
const AT_ONCE_MAX = 1_000;
const SAMPLE_MS = 20;
/** How late a timer may be on average over about half a second before the process counts as behind. */
const LATE_MS = 100;
const SMOOTHING = 0.04;
/** Statements and transactions that wait for the database before it counts as behind. */
const DATABASE_WAITS = 100;
/** What a refusal says: who comes back a second later is served. */
export const OVERLOADED = { retryAfterSeconds: 1 } as const;

/**
 * Turns requests away early when the process or its database is behind, so that those it takes are answered in time
 * (SRE book, ch. 21: a refusal must be cheaper than the work). Who comes back a second later is served.
 */
export class Admission {
  readonly #databaseWaits: () => number;
  readonly #sampler: NodeJS.Timeout;
  /** Requests turned away so far. */
  shed = 0;
  #atOnce = 0;
  #lateMs = 0;
  #sampledAt = performance.now();

  constructor(databaseWaits: () => number) {
    this.#databaseWaits = databaseWaits;
    this.#sampler = setInterval(() => this.#sample(), SAMPLE_MS).unref();
  }

  /** Runs the work, or throws `overloaded` without having begun it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.isFull) {
      this.shed += 1;
      throw new Failure("overloaded", OVERLOADED);
    }
    this.#atOnce += 1;
    try {
      return await work();
    } finally {
      this.#atOnce -= 1;
    }
  }

  /** Whether one more would be turned away. */
  get isFull(): boolean {
    return this.#atOnce >= AT_ONCE_MAX || (this.#atOnce >= BUSY_FROM && this.isBehind);
  }

  get isBehind(): boolean {
    return this.#lateMs > LATE_MS || this.#databaseWaits() > DATABASE_WAITS;
  }

  /** Milliseconds timers are late, smoothed: what a request waits for the processor. */
  get lateMs(): number {
    return this.#lateMs;
  }

  /** Requests at work. */
  get atOnce(): number {
    return this.#atOnce;
  }

  close(): void {
    clearInterval(this.#sampler);
  }

  /** A timer that comes late stands for all the ticks it missed. */
  #sample(): void {
    const now = performance.now();
    const late = Math.max(0, now - this.#sampledAt - SAMPLE_MS);
    const ticks = 1 + Math.floor(late / SAMPLE_MS);
    this.#lateMs += (late - this.#lateMs) * (1 - (1 - SMOOTHING) ** ticks);
    this.#sampledAt = now;
  }
}
