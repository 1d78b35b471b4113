import { AS_JOBS } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Inner, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { toQueue } from "./present.ts";
import * as queries from "./queries.ts";
import { queueNumbers, workedQueue } from "./read-queries.ts";
import { PAUSES_TAG } from "./read.ts";
import { CLEARED_MAX, type Queue, RETRIED_MAX, type RetryWish } from "./schema.ts";

/** Rows one statement removes. */
const BATCH = 1_000;
const DEAD_LETTER = "dead_letter";

type Admin = Inner<Scope<Actor>>;
type Details = Readonly<Record<string, string | number | null>>;

/** One row for each call that changed something; queue names are ours, so they may stand in it. */
const tell = (inner: Admin, action: `job.${string}`, details: Details): Promise<void> =>
  record(inner, { action, subject: { type: "queue", id: null }, ownerId: null, details });

async function knownQueue({ db }: Pick<Admin, "db">, queue: string): Promise<void> {
  if (!(await db.first(workedQueue(queue)))) throw new Failure("not_found");
}

/**
 * Puts failed and dead-lettered jobs back in line, each under its old id and with all its attempts: at most a thousand,
 * and how many are left. Jobs in any other state are left alone. Throws `not_found` for a queue there is none of.
 */
export function retryJobs(scope: Scope<Actor>, wish: RetryWish): Promise<{ retried: number; left: number }> {
  const ids = wish.ids ?? null;
  // Everything in the dead letter queue is a failed job of some other.
  const queue = wish.queue === undefined || wish.queue === DEAD_LETTER ? null : wish.queue;
  return atomically(through(scope, AS_JOBS), async (inner) => {
    if (queue !== null) await knownQueue(inner, queue);
    const revived = await inner.db.rows(queries.reviveFailed({ queue, ids }, RETRIED_MAX));
    if (revived.length > 0) await inner.db.rows(queries.deleteDeadLetters(revived.map(({ id }) => id)));
    const room = RETRIED_MAX - revived.length;
    const remade = room > 0 ? await inner.db.rows(queries.remakeOrphaned({ queue, ids }, room)) : [];
    const { left } = await inner.db.one(queries.countRetryable({ queue, ids }));
    const retried = revived.length + remade.length;
    if (retried > 0) await tell(inner, "job.retry", { queue, named: ids?.length ?? null, retried });
    return { retried, left };
  });
}

/** Removes completed jobs, oldest first, up to `CLEARED_MAX`; failed, cancelled and running ones stay. */
export function clearCompleted(scope: Scope<Actor>, queue: string | null): Promise<{ deleted: number; left: number }> {
  return atomically(through(scope, AS_JOBS), async (inner) => {
    if (queue !== null) await knownQueue(inner, queue);
    let deleted = 0;
    for (let gone = BATCH; gone === BATCH && deleted < CLEARED_MAX; deleted += gone)
      gone = (await inner.db.rows(queries.deleteCompleted(queue, BATCH))).length;
    const { left } = await inner.db.one(queries.countCompleted(queue));
    if (deleted > 0) await tell(inner, "job.clear", { queue, deleted });
    return { deleted, left };
  });
}

/**
 * Pauses a queue, or lets it go on: what runs is finished, what is sent waits. It holds in every process and over
 * restarts. Throws `not_found` for a queue nobody works.
 */
export function setPaused(scope: Scope<Actor>, name: string, paused: boolean): Promise<Queue> {
  return atomically(through(scope, AS_JOBS), async (inner) => {
    await knownQueue(inner, name);
    const changed = await inner.db.rows(paused ? queries.pauseQueue({ name }) : queries.resumeQueue({ name }));
    const queue = toQueue(await inner.db.one(queueNumbers(name)));
    if (changed.length > 0) {
      inner.changed({ tags: [PAUSES_TAG] });
      await tell(inner, paused ? "job.pause" : "job.resume", { queue: name });
    }
    return queue;
  });
}
