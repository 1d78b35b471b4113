import { asUser } from "../../db/identity.ts";
import type { Scope } from "../../scope.ts";
import { PUBLIC_TAG } from "../prompts/index.ts";

/**
 * SPEC §7. What an owner or a moderator changes is seen at once, because every write drops the tag in every process;
 * only the counters (views, stars, forks) and the order they make are as old as this in lists.
 */
const KEPT_MS = 900_000;

/** Everybody is served the same copy, so it is read as nobody: what only the first reader may see cannot get into it. */
export function kept<T extends object>(
  { db, ports }: Scope,
  key: string,
  load: (db: Scope["db"]) => Promise<T>,
  tags: readonly string[] = [],
): Promise<T> {
  const options = { tags: [PUBLIC_TAG, ...tags], ttlMs: KEPT_MS };
  return ports.cache.get(`library:${key}`, options, () => load(db.as(asUser(null))));
}
