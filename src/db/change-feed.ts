import pg from "pg";
import type { ChangeListener, Changes } from "../contract/changes.ts";
import { ChangeListeners } from "./change-listeners.ts";
import { type ChangeRow, changesSince, isFound, toEvent, wakeReaders } from "./change-queries.ts";
import type { DatabaseOptions } from "./connection.ts";
import type { Db } from "./database.ts";
import { Spaced } from "./spaced.ts";

/** Without a wake-up (a pooler in between, a writer that died after its commit) a change is found within this. */
const POLL_MS = 200;
/** Many commits at once need one wake-up, and many wake-ups one reading: a busy server would do little else. */
const ANNOUNCING = { waitMs: 2, restMs: 25 };
const WAKING = { waitMs: 0, restMs: 25 };
/** More changes than this at once: forgetting everything is quicker. */
const BATCH_MAX = 1_000;
const RECONNECT_MS = 500;
/** Longer than this without reading, and what changed may have been swept away since. */
const GAP_MS = 3_600_000;
/** A process that has not read for this long does not know what changed. */
const CURRENT_MS = 500;

type FeedOptions = DatabaseOptions & {
  /** The jobs' door, through which all changes can be read. */
  readonly db: Db;
  readonly onTags: (tags: readonly string[]) => void;
  /** Called when changes may have been missed. */
  readonly onGap: () => void;
};

/**
 * Reads what other processes changed. Numbers of rows are given before commits, so the place to read on from is the
 * snapshot of the last reading: whatever it did not show and the next one shows is new.
 */
export class ChangeFeed implements Changes {
  readonly #options: FeedOptions;
  readonly #listeners = new ChangeListeners();
  #place: Pick<ChangeRow, "snapshot" | "horizon" | "beyond"> | undefined;
  #currentAt = -Infinity;
  /** By the wall clock, which goes on while a machine sleeps. */
  #readAt = Date.now();
  #reading: Promise<void> | undefined;
  #again = false;
  // Who is not woken up finds out by polling.
  readonly #announcing = new Spaced(() => void this.#options.db.rows(wakeReaders).catch(() => undefined), ANNOUNCING);
  readonly #waking = new Spaced(() => void this.read(), WAKING);
  #timer: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #closed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Whether everything committed until a moment ago is known here. */
  get isCurrent(): boolean {
    return performance.now() - this.#currentAt < CURRENT_MS;
  }

  /** Starts from now; what was cached before must be nothing. */
  async start(): Promise<void> {
    await this.#read();
    this.#timer = setInterval(() => void this.read(), POLL_MS);
    this.#timer.unref();
    if (!this.#options.pooled) void this.#listen();
  }

  announce(): void {
    if (!this.#closed) this.#announcing.ask();
  }

  subscribe(listener: ChangeListener): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads what has changed; a call while one is running makes it read once more. Never rejects. */
  async read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#readAll().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#announcing.stop();
    this.#waking.stop();
    await this.#reading;
    await this.#client?.end().catch(() => undefined);
  }

  async #readAll(): Promise<void> {
    do {
      this.#again = false;
      // Away: nothing is known until the next try, and `isCurrent` says so.
      await this.#read().catch(() => undefined);
    } while (this.#again && !this.#closed);
  }

  async #read(): Promise<void> {
    const startedAt = performance.now();
    const before = this.#place;
    const rows: ChangeRow[] = await this.#options.db.rows(
      changesSince({ snapshot: before?.snapshot ?? null, limit: BATCH_MAX }),
    );
    const [place] = rows;
    if (!place) throw new Error("A reading without a snapshot");
    // A standby that was behind its primary has taken over: what it will number was told of already, or never was.
    const wentBack = before !== undefined && BigInt(place.beyond) < BigInt(before.beyond);
    if (wentBack || rows.length === BATCH_MAX || Date.now() - this.#readAt > GAP_MS) this.#missed();
    this.#readAt = Date.now();
    this.#place = place;
    const found = rows.filter(isFound);
    const tags = new Set(found.flatMap((row) => row.tags ?? []));
    if (tags.size > 0) this.#options.onTags([...tags]);
    this.#currentAt = startedAt;
    this.#listeners.credentialsChanged(tags);
    // A client that leaves in the middle goes on from before these rows: it must not miss the rest of them.
    const cursor = before?.horizon ?? place.horizon;
    for (const row of found)
      if (row.user_id !== null && row.kind !== null) this.#listeners.tell(row.user_id, toEvent(row, cursor));
  }

  #missed(): void {
    this.#options.onGap();
    this.#listeners.missed();
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ ...this.#options.connection, keepAlive: true, connectionTimeoutMillis: 2_000 });
    const again = (): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      client.end().catch(() => undefined);
      if (!this.#closed) setTimeout(() => void this.#listen(), RECONNECT_MS).unref();
    };
    this.#client = client;
    client.on("error", again);
    client.on("end", again);
    client.on("notification", () => this.#closed || this.#waking.ask());
    try {
      await client.connect();
      await client.query("listen promptr_changes");
      await this.read(); // what was announced while nobody listened
    } catch {
      again();
    }
  }
}
