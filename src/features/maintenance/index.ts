import { z } from "zod";
import { job } from "../../contract/job.ts";
import { type Feature, handle } from "../../feature.ts";
import {
  deletedPrompts,
  endedShares,
  expiredIdempotencyKeys,
  expiredRateLimits,
  expiredSessions,
  refundAbandoned,
} from "./queries.ts";

const DAY_MS = 86_400_000;
/** A deleted prompt can be restored, and an ended link explained, for this long. */
const GRACE_MS = 30 * DAY_MS;
/** No enhancement runs longer: whoever reserved it is dead. */
const RESERVATION_MS = 2 * 60_000;

/** Removes what has ended. Every five minutes, off the full hour where everybody's jobs run. */
export const cleanUp = job({
  name: "cleanup.expired",
  payload: z.strictObject({}),
  attempts: 3,
  timeoutSeconds: 120,
  concurrency: 1,
  cron: "3-58/5 * * * *",
});

export const maintenance: Feature = {
  name: "maintenance",
  routes: [],
  jobs: [cleanUp],
  handlers: [
    handle(cleanUp, async ({ db, now, signal }) => {
      const at = now().getTime();
      const before = (ms: number): Date => new Date(at - ms);
      const statements = [
        refundAbandoned(before(RESERVATION_MS)),
        expiredSessions(before(0)),
        expiredIdempotencyKeys(before(0)),
        expiredRateLimits(before(0)),
        deletedPrompts(before(GRACE_MS)),
        endedShares(before(GRACE_MS)),
      ];
      for (const statement of statements) {
        signal.throwIfAborted();
        await db.rows(statement);
      }
    }),
  ],
};
