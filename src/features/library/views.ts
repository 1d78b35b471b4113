import type { Views } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_JOBS } from "../../db/identity.ts";
import { countViews } from "./view-queries.ts";

/** How long a view waits in memory: what a process that is killed may lose. */
const WAIT_MS = 2_000;
/** Prompts and days in memory. A full buffer is written at once; while it cannot be, views of further prompts are lost. */
const ENTRIES_MAX = 2_000;
/** Counted by one statement: each row takes a new place in every index of prompts, a millisecond or more. */
const BATCH_MAX = 100;
/** Writing pauses after this long, so that counting never takes the database from those who read. */
const TURN_MS = 500;
/** Beyond this a counter of one prompt does not grow until it is written. */
const VIEWS_MAX = 1_000_000;

type Entry = { readonly id: string; readonly day: string; views: number };
type Parts = { readonly db: Db; readonly onError: (error: unknown) => void };

/**
 * Counts views in memory and writes them together: a prompt everybody reads is one row update every two seconds, whatever
 * its readers are. What cannot be written is tried again; where only the answer was lost, it is counted twice.
 */
export class ViewCounter implements Views {
  readonly #db: Db;
  readonly #onError: (error: unknown) => void;
  #waiting = new Map<string, Entry>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor({ db, onError }: Parts) {
    this.#db = db.as(AS_JOBS);
    this.#onError = onError;
  }

  add(id: string, day: string): void {
    const before = this.#waiting.size;
    this.#keep({ id, day, views: 1 });
    if (before < ENTRIES_MAX && this.#waiting.size === ENTRIES_MAX) void this.flush(); // never rejects
    this.#arm();
  }

  flush(): Promise<void> {
    return (this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#waiting.size > 0) this.#arm();
    }));
  }

  /** Writes what waits for the last time. */
  async close(): Promise<void> {
    await this.#writing;
    for (let before = Infinity; this.#waiting.size > 0 && this.#waiting.size < before;) {
      before = this.#waiting.size;
      await this.flush();
    }
    clearTimeout(this.#timer);
  }

  #arm(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, WAIT_MS);
  }

  async #write(): Promise<void> {
    const entries = [...this.#waiting.values()].sort((a, b) => b.views - a.views);
    this.#waiting = new Map();
    const startedAt = performance.now();
    while (entries.length > 0 && performance.now() - startedAt < TURN_MS) {
      try {
        await this.#db.transaction((db) => db.rows(countViews(columnsOf(entries.slice(0, BATCH_MAX)))));
        entries.splice(0, BATCH_MAX);
      } catch (error) {
        this.#onError(error);
        break;
      }
    }
    for (const entry of entries) this.#keep(entry);
  }

  #keep({ id, day, views }: Entry): void {
    const key = `${id} ${day}`;
    const entry = this.#waiting.get(key);
    if (entry) entry.views = Math.min(VIEWS_MAX, entry.views + views);
    else if (this.#waiting.size < ENTRIES_MAX) this.#waiting.set(key, { id, day, views });
  }
}

const columnsOf = (entries: readonly Entry[]) => ({
  ids: entries.map(({ id }) => id),
  days: entries.map(({ day }) => day),
  views: entries.map(({ views }) => views),
});
