import type { Scope } from "../../scope.ts";
import { fanOut, mailBroadcast } from "./jobs.ts";
import { giveUpMails, stuckBroadcasts, stuckMails } from "./mail-queries.ts";
import { NIL } from "./service.ts";

const HOUR_MS = 3_600_000;
/** All tries of a job, and the waits between them, are over by then. */
const STUCK_MS = HOUR_MS;
/** Nobody wants to read of Sunday's maintenance on Tuesday. */
const PATIENCE_MS = 24 * HOUR_MS;
const BROADCASTS_MAX = 20;
const GIVEN_UP_MAX = 5_000;
/** Behind every account. */
const LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Sends the jobs again that failed for good, once an hour; mails nobody took within a day are given up. */
export async function resumeStuck({ db, jobs, now, signal }: Scope<null>): Promise<void> {
  const at = now();
  const before = (ms: number): Date => new Date(at.getTime() - ms);
  const hour = at.toISOString().slice(0, 13);
  for (let given = GIVEN_UP_MAX; given === GIVEN_UP_MAX;) {
    signal.throwIfAborted();
    given = (await db.rows(giveUpMails({ before: before(PATIENCE_MS), now: at, limit: GIVEN_UP_MAX }))).length;
  }
  for (const { id, after } of await db.rows(stuckBroadcasts({ before: before(STUCK_MS), limit: BROADCASTS_MAX })))
    await jobs.send(fanOut, { broadcastId: id, after }, { key: `${id} ${after} ${hour}` });
  const waiting = { before: before(STUCK_MS), queue: mailBroadcast.name, limit: BROADCASTS_MAX };
  for (const { id } of await db.rows(stuckMails(waiting)))
    await jobs.send(mailBroadcast, { broadcastId: id, after: NIL, until: LAST }, { key: `${id} ${hour}` });
}
