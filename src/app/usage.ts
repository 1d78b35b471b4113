import type { Log } from "../adapters/log.ts";
import type { Usage } from "../contract/usage.ts";
import { asUser } from "../db/identity.ts";
import { UsageBuffer } from "../features/usage/index.ts";
import type { Stack } from "./stack.ts";
import type { Storage } from "./storage.ts";

const CLOSE_MS = 5_000;

/** Collects what the requests of this process use; what waits is written when it stops. */
export function openUsage({ database }: Storage, stack: Stack, log: Log): Usage {
  const usage = new UsageBuffer({
    db: database.as(asUser(null)),
    warn: (message, fields) => log.warn(message, fields),
  });
  stack.add("usage", CLOSE_MS, () => usage.close());
  return usage;
}
