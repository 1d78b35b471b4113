import { MemoryCache } from "../adapters/cache.ts";
import type { Log } from "../adapters/log.ts";
import type { Changes } from "../contract/changes.ts";
import { ChangeFeed } from "../db/change-feed.ts";
import { AS_JOBS } from "../db/identity.ts";
import type { Stack } from "./stack.ts";
import type { Storage } from "./storage.ts";

const CLOSE_MS = 2_000;

/** The cache of this process, and the feed that makes it forget what other processes change. */
export async function openCoherence(
  { database, connections }: Storage,
  pooled: boolean,
  stack: Stack,
  log: Log,
): Promise<{ cache: MemoryCache; changes: Changes }> {
  // The two know each other: the cache asks whether the feed is up to date, the feed tells the cache what to forget.
  const cache: MemoryCache = new MemoryCache(() => feed.isCurrent);
  const feed: ChangeFeed = new ChangeFeed({
    connection: connections.app,
    pooled,
    db: database.as(AS_JOBS),
    onError: () => undefined,
    onTags: (tags) => {
      for (const tag of tags) cache.drop(tag);
    },
    onGap: () => {
      log.warn("Changes of other processes may have been missed; the cache starts anew");
      cache.clear();
    },
  });
  stack.add("change feed", CLOSE_MS, () => feed.close());
  await feed.start();
  return { cache, changes: feed };
}
