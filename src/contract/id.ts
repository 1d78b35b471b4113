import { randomUUID } from "node:crypto";

/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random; sorts by time, which keeps indexes dense.
 * The random half is that of a v4, whose entropy Node draws in batches.
 */
export function newId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
