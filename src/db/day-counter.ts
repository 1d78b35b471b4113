import type { Query } from "./build.ts";
import type { Db } from "./database.ts";
import { AS_JOBS } from "./identity.ts";

/** How long a count waits in memory: what a process that is killed may lose. */
const WAIT_MS = 2_000;
/** Things and days in memory. A full buffer is written at once; while it cannot be, counts of further things are lost. */
const ENTRIES_MAX = 2_000;
/** Counted by one statement: each row may take a new place in many indexes, a millisecond or more. */
const BATCH_MAX = 100;
/** Writing pauses after this long, so that counting never takes the database from those who read. */
const TURN_MS = 500;
/** Beyond this a counter of one thing does not grow until it is written. */
const COUNT_MAX = 1_000_000;

/** What was counted of one thing on one day (UTC, `2026-11-22`). */
export type Counted<Kind extends string> = { readonly id: string; readonly day: string } & { [K in Kind]: number };

type Parts<Kind extends string> = {
  readonly db: Db;
  readonly kinds: readonly Kind[];
  /** The statement that adds them to what is stored; run as `promptr_jobs`. */
  readonly write: (rows: readonly Counted<Kind>[]) => Query<unknown>;
  readonly onError: (error: unknown) => void;
};

/**
 * Counts in memory and writes together: what everybody looks at is one row update every two seconds, whatever its readers
 * are. What cannot be written is tried again; where only the answer was lost, it is counted twice.
 */
export class DayCounter<Kind extends string> {
  readonly #parts: Parts<Kind>;
  readonly #db: Db;
  #waiting = new Map<string, Counted<Kind>>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(parts: Parts<Kind>) {
    this.#parts = parts;
    this.#db = parts.db.as(AS_JOBS);
  }

  add(id: string, day: string, kind: Kind): void {
    const key = `${id} ${day}`;
    let row = this.#waiting.get(key);
    if (!row && this.#waiting.size < ENTRIES_MAX) {
      this.#waiting.set(key, (row = this.#none(id, day)));
      if (this.#waiting.size === ENTRIES_MAX) void this.flush(); // never rejects
    }
    if (row) this.#grow(row, kind, 1);
    this.#arm();
  }

  /** Writes what was counted so far. Never rejects: what cannot be written is tried again. */
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

  #none(id: string, day: string): Counted<Kind> {
    const counts = Object.fromEntries(this.#parts.kinds.map((kind) => [kind, 0]));
    return { id, day, ...counts } as Counted<Kind>; // entries lose what the keys are; all kinds are there
  }

  #sizeOf(row: Counted<Kind>): number {
    return this.#parts.kinds.reduce((sum, kind) => sum + row[kind], 0);
  }

  async #write(): Promise<void> {
    const rows = [...this.#waiting.values()].sort((a, b) => this.#sizeOf(b) - this.#sizeOf(a));
    this.#waiting = new Map();
    const startedAt = performance.now();
    while (rows.length > 0 && performance.now() - startedAt < TURN_MS) {
      try {
        await this.#db.transaction((db) => db.rows(this.#parts.write(rows.slice(0, BATCH_MAX))));
        rows.splice(0, BATCH_MAX);
      } catch (error) {
        this.#parts.onError(error);
        break;
      }
    }
    for (const row of rows) this.#keep(row);
  }

  #keep(row: Counted<Kind>): void {
    const key = `${row.id} ${row.day}`;
    const known = this.#waiting.get(key);
    if (!known) {
      if (this.#waiting.size < ENTRIES_MAX) this.#waiting.set(key, row);
      return;
    }
    for (const kind of this.#parts.kinds) this.#grow(known, kind, row[kind]);
  }

  #grow(row: Counted<Kind>, kind: Kind, by: number): void {
    // A number is what every kind has; a type with a generic key does not see that by itself.
    row[kind] = Math.min(COUNT_MAX, row[kind] + by) as Counted<Kind>[Kind];
  }
}
