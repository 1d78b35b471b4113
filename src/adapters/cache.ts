import { LRUCache } from "lru-cache";
import type { Cache } from "../contract/ports.ts";
import { Failure } from "../errors.ts";

/** What is kept at most; the longest unused goes first. */
const ENTRIES_MAX = 20_000;
const BYTES_MAX = 64 * 1024 * 1024;
/** While changes of other processes cannot be heard of, what is cached is believed for this long only. */
const UNHEARD_MS = 1_000;

/** What an entry takes besides its value: its key, its tags, its places in the maps. */
const ENTRY_BYTES = 200;
const OBJECT_BYTES = 32;
const FIELD_BYTES = 8;

/** About what a value takes in memory: two bytes a character is the most V8 takes. Walked: writing it as JSON takes several times as long. */
export function bytesOf(value: unknown): number {
  if (typeof value === "string") return 2 * value.length + OBJECT_BYTES;
  if (typeof value !== "object" || value === null) return FIELD_BYTES;
  if (ArrayBuffer.isView(value)) return value.byteLength + OBJECT_BYTES;
  let bytes = OBJECT_BYTES;
  for (const field of Array.isArray(value) ? value : Object.values(value)) bytes += FIELD_BYTES + bytesOf(field);
  return bytes;
}

type Options = { readonly tags: readonly string[]; readonly ttlMs: number };
type Entry = { readonly value: object; readonly loadedAt: number; readonly endsAt: number };
type Load = { readonly promise: Promise<object>; readonly tags: readonly string[]; dropped: boolean };

/** Which keys stand under which tag. */
class Tags {
  readonly #keysOf = new Map<string, Set<string>>();
  readonly #tagsOf = new Map<string, readonly string[]>();

  put(key: string, tags: readonly string[]): void {
    this.forget(key);
    this.#tagsOf.set(key, tags);
    for (const tag of tags) this.#keysOf.set(tag, (this.#keysOf.get(tag) ?? new Set()).add(key));
  }

  forget(key: string): void {
    for (const tag of this.#tagsOf.get(key) ?? []) {
      const keys = this.#keysOf.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysOf.delete(tag);
    }
    this.#tagsOf.delete(key);
  }

  keysOf(tag: string): string[] {
    return [...(this.#keysOf.get(tag) ?? [])];
  }
}

/**
 * An in-process cache with tags and single flight, on lru-cache. `isCurrent` says whether this process knows of every
 * change that was committed until a moment ago.
 */
export class MemoryCache implements Cache {
  readonly #isCurrent: () => boolean;
  readonly #milliseconds: () => number;
  /** Answers from memory, and those that had to be loaded or waited for. */
  hits = 0;
  misses = 0;
  readonly #tags = new Tags();
  readonly #loading = new Map<string, Load>();
  readonly #values = new LRUCache<string, Entry>({
    max: ENTRIES_MAX,
    maxSize: BYTES_MAX,
    sizeCalculation: ({ value }) => bytesOf(value) + ENTRY_BYTES,
    disposeAfter: (_value, key, reason) => reason !== "set" && this.#tags.forget(key),
  });

  constructor(isCurrent: () => boolean = () => true, milliseconds: () => number = () => performance.now()) {
    this.#isCurrent = isCurrent;
    this.#milliseconds = milliseconds;
  }

  get entries(): number {
    return this.#values.size;
  }

  /** About what the entries take. */
  get bytes(): number {
    return this.#values.calculatedSize;
  }

  async get<T extends object>(key: string, options: Options, load: () => Promise<T>): Promise<T> {
    const kept = this.#fresh(key);
    // A key always holds what its own `load` gave: the key names the type.
    const isGood = kept && (this.#isCurrent() || this.#milliseconds() - kept.loadedAt < UNHEARD_MS);
    if (isGood) {
      this.hits += 1;
      return kept.value as T;
    }
    this.misses += 1;
    const running = this.#loading.get(key);
    if (running && !running.dropped) return running.promise as Promise<T>;
    if (!kept) return this.#load(key, options, load);
    return this.#load(key, options, load).catch((error: unknown) => {
      // The database is away: what was true a moment ago is a better answer than none (SPEC §6), until its time is over.
      if (error instanceof Failure && error.code === "unavailable" && this.#fresh(key) === kept) return kept.value as T;
      throw error;
    });
  }

  /** What is kept and not over yet. lru-cache's own bound would set a timer for every millisecond in which it is asked. */
  #fresh(key: string): Entry | undefined {
    const kept = this.#values.get(key);
    if (!kept || this.#milliseconds() < kept.endsAt) return kept;
    this.#values.delete(key);
    return undefined;
  }

  drop(tag: string): void {
    for (const key of this.#tags.keysOf(tag)) this.#values.delete(key);
    for (const load of this.#loading.values()) if (load.tags.includes(tag)) load.dropped = true;
  }

  /** Forgets everything: changes may have been missed. */
  clear(): void {
    this.#values.clear();
    for (const load of this.#loading.values()) load.dropped = true;
  }

  async #load<T extends object>(key: string, { tags, ttlMs }: Options, load: () => Promise<T>): Promise<T> {
    const promise = load();
    const started: Load = { tags, dropped: false, promise };
    this.#loading.set(key, started);
    try {
      const value = await promise;
      // What was dropped while it was loading may be of yesterday: its callers get it, nobody after them.
      if (!started.dropped) this.#keep(key, value, tags, ttlMs);
      return value;
    } finally {
      if (this.#loading.get(key) === started) this.#loading.delete(key);
    }
  }

  #keep(key: string, value: object, tags: readonly string[], ttlMs: number): void {
    this.#tags.put(key, tags);
    const loadedAt = this.#milliseconds();
    this.#values.set(key, { value, loadedAt, endsAt: loadedAt + ttlMs });
    if (!this.#values.has(key)) this.#tags.forget(key); // larger than the whole cache
  }
}
