import { LRUCache } from "lru-cache";
import type { Cache } from "../contract/ports.ts";

const ENTRIES_MAX = 20_000;
const BYTES_MAX = 64 * 1024 * 1024;

type Load = { readonly promise: Promise<object>; readonly tags: readonly string[]; dropped: boolean };

/** An in-process cache with tags and single flight, on lru-cache. */
export function memoryCache(): Cache {
  const keysOf = new Map<string, Set<string>>();
  const tagsOf = new Map<string, readonly string[]>();
  const loading = new Map<string, Load>();
  const forget = (key: string): void => {
    for (const tag of tagsOf.get(key) ?? []) {
      const keys = keysOf.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(tag);
    }
    tagsOf.delete(key);
  };
  const values = new LRUCache<string, object>({
    max: ENTRIES_MAX,
    maxSize: BYTES_MAX,
    // Two bytes a character is what V8 may take; loading costs far more than counting.
    sizeCalculation: (value) => 2 * JSON.stringify(value).length + 100,
    disposeAfter: (_value, key, reason) => reason !== "set" && forget(key),
  });

  const keep = (key: string, value: object, tags: readonly string[], ttlMs: number): void => {
    forget(key);
    tagsOf.set(key, tags);
    for (const tag of tags) {
      const keys = keysOf.get(tag) ?? new Set();
      keysOf.set(tag, keys.add(key));
    }
    values.set(key, value, { ttl: ttlMs });
    if (!values.has(key)) forget(key); // larger than the whole cache
  };

  return {
    async get<T extends object>(
      key: string,
      { tags, ttlMs }: { tags: readonly string[]; ttlMs: number },
      load: () => Promise<T>,
    ) {
      // A key always holds what its own `load` gave: the key names the type.
      const kept = values.get(key) as T | undefined;
      if (kept !== undefined) return kept;
      const running = loading.get(key);
      if (running && !running.dropped) return running.promise as Promise<T>;
      const started: Load & { promise: Promise<T> } = {
        tags,
        dropped: false,
        promise: load().then(
          (value) => {
            if (!started.dropped) keep(key, value, tags, ttlMs);
            if (loading.get(key) === started) loading.delete(key);
            return value;
          },
          (error: unknown) => {
            if (loading.get(key) === started) loading.delete(key);
            throw error;
          },
        ),
      };
      loading.set(key, started);
      return started.promise;
    },
    drop(tag) {
      for (const key of keysOf.get(tag) ?? []) values.delete(key);
      for (const load of loading.values()) if (load.tags.includes(tag)) load.dropped = true;
    },
  };
}
