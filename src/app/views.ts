import type { Log } from "../adapters/log.ts";
import type { Views, Visits } from "../contract/ports.ts";
import { asUser } from "../db/identity.ts";
import { ViewCounter } from "../features/library/index.ts";
import { visitCounter } from "../features/sharing/index.ts";
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

/** The same for visits to share links. */
export function openVisits({ database }: Storage, stack: Stack, log: Log): Visits {
  const visits = visitCounter({
    db: database.as(asUser(null)),
    onError: (error) =>
      log.warn("Visits could not be written; they are kept and tried again", { error: String(error) }),
  });
  stack.add("visit counter", CLOSE_MS, () => visits.close());
  return visits;
}
