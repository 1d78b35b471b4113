import type { Db } from "../../db/database.ts";
import type { Scope } from "../../scope.ts";
import { rollupSweeps } from "../analytics/index.ts";
import { EXPORT_KEPT_MS, resumeErasures } from "../privacy/index.ts";
import { RUN_MS_MAX } from "../runs/index.ts";
import * as queries from "./queries.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A deleted prompt can be restored, an ended link explained, and a removed export told of, for this long. */
const GRACE_MS = 30 * DAY_MS;
/** No enhancement runs longer: whoever reserved it is dead. */
const RESERVATION_MS = 2 * MINUTE_MS;
/** All attempts of an export are over this long after the last one began. */
const EXPORT_STUCK_MS = 60 * MINUTE_MS;
/** What was true of a prompt a quarter ago tells little of it today. */
const TEST_RUNS_MS = 90 * DAY_MS;
/** How long a job may wait before the queue gives it up (src/jobs/install.ts). */
const QUEUE_KEEPS_MS = 14 * DAY_MS;
/** An ended secret is shown for this long as "the old one is still used". */
const OLD_SECRET_MS = 7 * DAY_MS;
/** A client that comes back later reads everything anew. */
const CHANGES_MS = DAY_MS;
/** A year and a month: what a person may compare. */
const HISTORY_MS = 400 * DAY_MS;
/** This month is there since the month before last. */
const MONTHS_AHEAD = 2;
/** With the batches of the queries, more than a day can bring. */
const ROUNDS_MAX = 1_000;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

type Sweep = Parameters<Db["rows"]>[0];

/**
 * Runs each statement until it finds nothing more; all of them are bounded, and none travels with the requests'
 * statements. One that fails does not keep the others from their turn.
 */
async function exhaust({ db, signal }: Pick<Scope, "db" | "signal">, sweeps: readonly Sweep[]): Promise<void> {
  const failures: unknown[] = [];
  for (const sweep of sweeps) {
    try {
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        signal.throwIfAborted();
        if ((await db.transaction((apart) => apart.rows(sweep))).length === 0) break;
      }
    } catch (failure) {
      signal.throwIfAborted();
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} sweeps failed`);
}

/** Every five minutes: what has expired, and what somebody died over. */
export async function sweepOften(scope: Scope<null>): Promise<void> {
  const at = scope.now().getTime();
  const before = (ms: number): Date => new Date(at - ms);
  await scope.db.rows(queries.refundAbandoned(before(RESERVATION_MS)));
  const stuck = new Date(at + EXPORT_KEPT_MS - EXPORT_STUCK_MS);
  await scope.db.rows(
    queries.failStuckExports({ lastMovedTo: stuck, forgottenBefore: before(QUEUE_KEEPS_MS), now: before(0) }),
  );
  await scope.db.rows(queries.failStuckTestRuns({ startedBefore: before(2 * RUN_MS_MAX), now: before(0) }));
  await exhaust(scope, [
    queries.tokensOfEndedSessions(before(0)),
    queries.expiredSessions(before(0)),
    queries.expiredIdempotencyKeys(before(0)),
    queries.expiredResets(before(0)),
    queries.expiredVerifications(before(0)),
    queries.endedSecrets(before(OLD_SECRET_MS)),
    queries.labelsOfDeletedPrompts(before(GRACE_MS)),
    queries.versionsOfDeletedPrompts(before(GRACE_MS)),
    queries.deletedPrompts(before(GRACE_MS)),
    queries.endedShares(before(GRACE_MS)),
    queries.chunksOfEndedExports(before(0)),
    queries.endedExports(before(GRACE_MS)),
    queries.endedWebhookSecrets(before(0)),
    queries.oldWebhookEvents(before(GRACE_MS)),
    queries.crowdedWebhookEvents(),
  ]);
}

/** Every ten minutes: what only spared work, or told caches what to forget. */
export async function sweepCache(scope: Scope<null>): Promise<void> {
  const at = scope.now().getTime();
  await exhaust(scope, [
    queries.expiredResults(new Date(at)),
    queries.expiredRateLimits(new Date(at)),
    queries.expiredRequestWindows(new Date(at)),
    queries.oldChanges(new Date(at - CHANGES_MS)),
  ]);
}

/** Once a day: history that has become too long, the months to come, and erasures that were left unfinished. */
export async function sweepDaily(scope: Scope<null>): Promise<void> {
  const at = scope.now();
  await resumeErasures(scope); // what is promised to people comes first
  const historyStart = new Date(at.getTime() - HISTORY_MS);
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
    await scope.db.rows(queries.addAuditMonth(dayOf(month)));
  }
  await exhaust(scope, [
    queries.peopleOfOldBroadcasts(historyStart),
    queries.oldBroadcasts(historyStart),
    queries.oldKeyUsage(dayOf(historyStart)),
    queries.oldViews(dayOf(historyStart)),
    queries.oldShareDays(dayOf(historyStart)),
    queries.oldNotifications(historyStart),
    queries.oldTestRuns(new Date(at.getTime() - TEST_RUNS_MS)),
    queries.crowdedNotifications(),
    queries.settledDeadLetters(),
    ...rollupSweeps(at),
  ]);
}
