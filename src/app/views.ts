import type { Log } from "../adapters/log.ts";
import type { Views } from "../contract/ports.ts";
import { asUser } from "../db/identity.ts";
import { ViewCounter } from "../features/library/index.ts";
import type { Stack } from "./stack.ts";
import type { Storage } from "./storage.ts";

const CLOSE_MS = 5_000;

/** Counts the views of this process; what waits is written when it stops. */
export function openViews({ database }: Storage, stack: Stack, log: Log): Views {
  const views = new ViewCounter({
    db: database.as(asUser(null)),
    onError: (error) => log.warn("Views could not be written; they are kept and tried again", { error: String(error) }),
  });
  stack.add("view counter", CLOSE_MS, () => views.close());
  return views;
}
