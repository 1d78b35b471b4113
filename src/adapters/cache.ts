import { LRUCache } from "lru-cache";
import type { Cache } from "../contract/ports.ts";

const ENTRIES_MAX = 20_000;
const BYTES_MAX = 64 * 1024 * 1024;

type Options = { readonly tags: readonly string[]; readonly ttlMs: number };
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

/** An in-process cache with tags and single flight, on lru-cache. */
export class MemoryCache implements Cache {
  readonly #tags = new Tags();
  readonly #loading = new Map<string, Load>();
  readonly #values = new LRUCache<string, object>({
    max: ENTRIES_MAX,
    maxSize: BYTES_MAX,
    // Two bytes a character is what V8 may take; loading costs far more than counting.
    sizeCalculation: (value) => 2 * JSON.stringify(value).length + 100,
    disposeAfter: (_value, key, reason) => reason !== "set" && this.#tags.forget(key),
  });

  async get<T extends object>(key: string, options: Options, load: () => Promise<T>): Promise<T> {
    // A key always holds what its own `load` gave: the key names the type.
    const kept = this.#values.get(key) as T | undefined;
    if (kept !== undefined) return kept;
    const running = this.#loading.get(key);
    if (running && !running.dropped) return running.promise as Promise<T>;
    return this.#load(key, options, load);
  }

  drop(tag: string): void {
    for (const key of this.#tags.keysOf(tag)) this.#values.delete(key);
    for (const load of this.#loading.values()) if (load.tags.includes(tag)) load.dropped = true;
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
    this.#values.set(key, value, { ttl: ttlMs });
    if (!this.#values.has(key)) this.#tags.forget(key); // larger than the whole cache
  }
}
