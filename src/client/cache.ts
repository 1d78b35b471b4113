import type { ResolvedPrompt } from "./generated/schema.ts";

const MAX_AGE_MS = 60_000;
const STALE_MS = 24 * 3_600_000;
const ENTRIES_MAX = 1_000;
/** While every change is heard of, age means little; this bounds what a lost word could cost. */
const LIVE_AGE_MS = 15 * 60_000;
/** Another server may answer with what was, for as long as it takes the word to reach it (a quarter of a second). */
const SETTLING_MS = 1_000;

export type CacheOptions = {
  /** How long an answer counts as fresh while nobody tells of changes: 60 s. */
  readonly maxAgeMs?: number | undefined;
  /** How long an old one is given out while it is read anew, or cannot be: a day. */
  readonly staleMs?: number | undefined;
  /** The least recently used go first: 1,000. */
  readonly entriesMax?: number | undefined;
};

export type Entry = {
  readonly prompt: ResolvedPrompt;
  /** For asking whether it is still this. */
  readonly etag: string | null;
  readonly fetchedAt: number;
  /** Read while changes were settling: after this it counts for nothing but an outage. */
  readonly goodUntil: number;
  /** Something changed: it is given out only when nobody can say what it is now. */
  isDropped: boolean;
};
export type Standing = "fresh" | "stale" | "last resort" | "none";

/** What was read, by what was asked for, and how much each is worth. */
export class PromptCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxAgeMs: number;
  readonly #staleMs: number;
  readonly #entriesMax: number;
  readonly #now: () => number;
  #changedAt = Number.NEGATIVE_INFINITY;
  /** Counts changes: what was asked for before one may be of yesterday. */
  changes = 0;
  /** Whether every change is heard of at this moment. */
  isLive = false;

  constructor(
    { maxAgeMs = MAX_AGE_MS, staleMs = STALE_MS, entriesMax = ENTRIES_MAX }: CacheOptions,
    now: () => number,
  ) {
    [this.#maxAgeMs, this.#staleMs, this.#entriesMax, this.#now] = [maxAgeMs, staleMs, entriesMax, now];
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  standingOf(entry: Entry | undefined): Standing {
    if (!entry) return "none";
    const now = this.#now();
    const age = now - entry.fetchedAt;
    if (age >= this.#staleMs) return "none";
    if (entry.isDropped || now >= entry.goodUntil) return "last resort";
    return age < (this.isLive ? Math.max(LIVE_AGE_MS, this.#maxAgeMs) : this.#maxAgeMs) ? "fresh" : "stale";
  }

  /** `since` is `changes` of when it was asked for. */
  keep(key: string, { prompt, etag, since }: Pick<Entry, "prompt" | "etag"> & { readonly since: number }): Entry {
    const now = this.#now();
    const isSettling = now - this.#changedAt < SETTLING_MS;
    const entry: Entry = {
      prompt,
      etag,
      fetchedAt: now,
      goodUntil: isSettling ? now + SETTLING_MS : Number.POSITIVE_INFINITY,
      isDropped: since !== this.changes,
    };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#entriesMax && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }

  /** There is no such thing any more. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** A prompt changed, or, without an id, anything may have. */
  drop(promptId?: string): void {
    this.changes += 1;
    this.#changedAt = this.#now();
    for (const entry of this.#entries.values())
      if (promptId === undefined || entry.prompt.id === promptId) entry.isDropped = true;
  }
}
