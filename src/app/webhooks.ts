import { AS_JOBS } from "../db/identity.ts";
import { wakeDeliveries } from "../features/webhooks/index.ts";
import type { Base } from "../http/parts.ts";
import type { Stack } from "./stack.ts";
import type { Storage } from "./storage.ts";

/** How long an event waits at most until somebody looks. */
const LOOK_MS = 1_000;
const CLOSE_MS = 2_000;

/** Looks whether anything is to be sent to a webhook, in a process that works. */
export function openWebhooks({ jobs, now }: Base, { database }: Storage, stack: Stack): void {
  const db = database.as(AS_JOBS);
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    // What cannot be asked now is asked a second later.
    looking ??= wakeDeliveries({ db, jobs: jobs.within(db), now })
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  }, LOOK_MS);
  timer.unref();
  stack.add("webhooks", CLOSE_MS, async () => {
    clearInterval(timer);
    await looking;
  });
}
