import { setTimeout as delay } from "node:timers/promises";
import type { Usage, UsageEvent } from "../../contract/usage.ts";
import type { Db } from "../../db/database.ts";
import { AS_JOBS } from "../../db/identity.ts";
import { type Batch, BATCH_MAX, batchOf } from "./batch.ts";
import { Columns } from "./columns.ts";
import { insertUsage } from "./queries.ts";
import { isPassing, Trouble, type Warn } from "./trouble.ts";

/** How long an event waits in memory: with the batch under way, what a process that is killed may lose. */
export const WAIT_MS = 250;
/** As many are written at once without waiting. */
export const BATCH_WANTED = 1_000;
/** In memory, about 4 MB; while the database is away, further ones are counted and forgotten. */
export const EVENTS_MAX = 20_000;
/** Refused for the limit, of one batch: whoever sends without end must not fill the disk. */
export const REFUSED_MAX = 100;
/** After a batch that could not be written, so that a database in trouble is not asked all the time. */
const RETRY_MS = 1_000;
const CLOSE_TRIES = 3;
/** Batches and erased people are known for a day (tidy.ts), so what has waited for this long is given up. */
export const KEPT_MAX_MS = 12 * 3_600_000;

type Parts = {
  readonly db: Db;
  readonly warn: Warn;
  /** Unix milliseconds by the wall clock, which goes on while a machine sleeps. */
  readonly now?: () => number;
};

/**
 * Writes what requests used a quarter of a second later, many rows by one statement, one statement at a time. A batch whose
 * outcome is not known is sent again under the same id and is written once. Where the database does not keep up, events
 * wait up to a bound, and beyond it they are counted as dropped: no request ever waits for its row.
 */
export class UsageBuffer implements Usage {
  readonly #db: Db;
  readonly #trouble: Trouble;
  readonly #now: () => number;
  readonly #columns: Columns[] = [];
  #events = 0;
  #refused = 0;
  #batch: Batch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #retryAt = 0;

  constructor({ db, warn, now = Date.now }: Parts) {
    this.#db = db.as(AS_JOBS);
    this.#trouble = new Trouble(warn);
    this.#now = now;
  }

  get waiting(): number {
    return this.#events;
  }

  get dropped(): number {
    return this.#trouble.dropped;
  }

  add(event: UsageEvent): void {
    if (this.#events >= EVENTS_MAX) return this.#trouble.drop(1, "Usage is not written: too many events wait");
    if (event.status === 429 && (this.#refused += 1) > REFUSED_MAX)
      return this.#trouble.drop(1, "Usage of refused requests is not written: they are too many");
    let columns = this.#columns.at(-1);
    if (!columns || columns.size === BATCH_MAX) this.#columns.push((columns = new Columns(this.#now())));
    columns.add(event);
    this.#events += 1;
    if (this.#events < BATCH_WANTED) this.#arm();
    else if (!this.#writing && performance.now() >= this.#retryAt) void this.#begin(); // never rejects
  }

  async flush(): Promise<void> {
    for (let before = Infinity; this.#events > 0 && this.#events < before;) {
      before = this.#events;
      await this.#writing;
      await this.#begin();
    }
  }

  /** Writes what waits for the last time; tries again, for there is no later. */
  async close(): Promise<void> {
    await this.flush();
    for (let tries = 1; this.#events > 0 && tries < CLOSE_TRIES; tries += 1) {
      await delay(RETRY_MS);
      await this.flush();
    }
    clearTimeout(this.#timer);
    if (this.#events > 0) this.#trouble.drop(this.#events, "Usage was not written before the end");
  }

  #arm(): void {
    const waitMs = Math.max(WAIT_MS, this.#retryAt - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#begin(); // never rejects
    }, waitMs);
  }

  #begin(): Promise<void> {
    return (this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#events > 0) this.#arm();
    }));
  }

  /** One batch; and while as many as are worth a statement have come meanwhile, another. */
  async #write(): Promise<void> {
    do {
      const batch = (this.#batch ??= this.#next());
      if (!batch) return;
      if (this.#now() - batch.begunAt > KEPT_MAX_MS) {
        this.#giveUp(batch, "Usage has waited for too long and is given up");
        continue;
      }
      try {
        await this.#db.transaction((db) => db.rows(insertUsage(batch)));
        this.#end(batch);
      } catch (error) {
        this.#failed(batch, error);
        return;
      }
    } while (this.#events >= BATCH_WANTED);
  }

  #next(): Batch | undefined {
    const columns = this.#columns.shift();
    if (!columns) return undefined;
    this.#refused = 0;
    return batchOf(columns);
  }

  #end({ events }: Batch): void {
    this.#batch = undefined;
    this.#events -= events;
  }

  #failed(batch: Batch, error: unknown): void {
    this.#retryAt = performance.now() + RETRY_MS;
    if (isPassing(error)) this.#trouble.tell("Usage could not be written; it is kept and tried again", error);
    else this.#giveUp(batch, "Usage could not be written and is given up", error);
  }

  #giveUp(batch: Batch, why: string, error?: unknown): void {
    this.#end(batch);
    this.#trouble.drop(batch.events, why, error);
  }
}
