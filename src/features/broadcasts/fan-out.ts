import { newId } from "../../contract/id.ts";
import { atomically, type Inner, type Scope } from "../../scope.ts";
import { type Reader, whoWants } from "../mail/index.ts";
import { audienceAfter } from "./audience-queries.ts";
import { fanOut, mailBroadcast } from "./jobs.ts";
import { channelsOf, filterOf } from "./present.ts";
import { insertNotices, insertPeople, lockBroadcast, noteReached } from "./queries.ts";
import { Audience } from "./schema.ts";

/** 40 ms of work, and few rows to do again after a crash. */
const BATCH = 500;

type Row = NonNullable<ReturnType<typeof lockBroadcast>["row"]>;
type Batch = { readonly broadcastId: string; readonly after: string };

/**
 * Tells one batch of people, and sends the job of the next, in one transaction that moves the place it goes on from: a
 * crash anywhere leaves it where the batch began. A batch that was told already (its worker was taken for dead, and was not)
 * finds the place moved and does nothing; a row for each broadcast and person is the second lock.
 */
export async function fanOutBatch(scope: Scope<null>, { broadcastId: id, after }: Batch): Promise<void> {
  await atomically(scope, async (inner) => {
    const row = await inner.db.first(lockBroadcast({ id }));
    if (!row || row.reachedUntil !== after || (row.state !== "queued" && row.state !== "running")) return;
    const filter = filterOf(Audience.parse(row.audience), row.created_at);
    const people = await inner.db.rows(audienceAfter({ ...filter, after, limit: BATCH }));
    const until = people.at(-1)?.userId ?? after;
    if (people.length > 0) await tell(inner, row, people, { id, after, until });
    const isLast = people.length < BATCH;
    const end = { state: isLast ? "finished" : "running", finishedAt: isLast ? inner.now() : null } as const;
    await inner.db.rows(noteReached({ id, until, more: people.length, ...end }));
    if (!isLast) await inner.jobs.send(fanOut, { broadcastId: id, after: until }, { key: `${id} ${until}` });
  });
}

async function tell(
  inner: Inner<Scope<null>>,
  row: Row,
  people: readonly Reader[],
  { id, after, until }: { readonly id: string; readonly after: string; readonly until: string },
): Promise<void> {
  const { db, jobs } = inner;
  const now = inner.now();
  const channels = channelsOf(row);
  const isMailed = channels.includes("mail");
  const readers = isMailed ? await whoWants(inner, "announcements", people) : new Set<string>();
  const stateOf = (userId: string): string => (isMailed ? (readers.has(userId) ? "queued" : "suppressed") : "sent");
  const userIds = people.map(({ userId }) => userId);
  const states = userIds.map(stateOf);
  const told = (await db.rows(insertPeople({ id, userIds, states, now }))).map(({ userId }) => userId);
  if (channels.includes("in_app")) {
    const ids = told.map(() => newId(now.getTime()));
    await db.rows(insertNotices({ ids, userIds: told, title: row.title, body: row.body, now }));
  }
  if (readers.size > 0) await jobs.send(mailBroadcast, { broadcastId: id, after, until }, { key: `${id} ${after}` });
}
