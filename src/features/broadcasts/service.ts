import { newId } from "../../contract/id.ts";
import { offsetOf, toPage } from "../../contract/page.ts";
import { AS_AUTH, AS_JOBS } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { audienceAfter, countAudience } from "./audience-queries.ts";
import { digestOf, dryRunToken, requireDryRun } from "./dry-run.ts";
import { fanOut } from "./jobs.ts";
import { type BroadcastRow, filterOf, masked, toBroadcast } from "./present.ts";
import {
  broadcastById,
  broadcastsLatest,
  cancelBroadcast,
  countBroadcasts,
  insertBroadcast,
  isWaiting,
  lockBroadcast,
} from "./queries.ts";
import type { Broadcast, BroadcastQuery, DryRun, NewBroadcast } from "./schema.ts";

const SAMPLE = 5;
/** Before every account. */
export const NIL = "00000000-0000-0000-0000-000000000000";

/** Whom a broadcast would reach, as the jobs would read it. Before any transaction of the request, which sees only itself. */
export type Reach = { readonly people: number; readonly sample: DryRun["sample"] };
export async function reachOf(scope: Scope<Actor>, { audience, dryRun }: NewBroadcast): Promise<Reach> {
  const { db } = through(scope, AS_JOBS);
  const filter = filterOf(audience, scope.now());
  // Apart from the statements of other requests, which must not wait behind a count of everybody.
  return db.transaction(async (apart) => {
    const { people } = await apart.one(countAudience(filter));
    const some = dryRun ? await apart.rows(audienceAfter({ ...filter, after: NIL, limit: SAMPLE })) : [];
    return { people, sample: some.map(({ userId, email }) => ({ id: userId, email: masked(email) })) };
  });
}

export function tryBroadcast(scope: Scope<Actor>, wanted: NewBroadcast, { people, sample }: Reach): Answer<DryRun> {
  const { actor, ports } = scope;
  const { token, expiresAt } = dryRunToken(ports.tokens, actor.userId, wanted, people, scope.now());
  const body = { dryRun: true, people, sample, dryRunToken: token, expiresAt: expiresAt.toISOString() } as const;
  return new Answer(body, { status: 200 });
}

/**
 * Takes a broadcast on: the row, its first batch and the audit row land together, and the batches do the rest.
 * @throws Failure `dry_run_required`, also when the dry run has served already.
 */
export async function sendBroadcast(
  scope: Scope<Actor>,
  wanted: NewBroadcast,
  { people }: Reach,
): Promise<Answer<Broadcast>> {
  const { userId: createdBy } = scope.actor;
  const { title, text, channels, audience, dryRunToken: token } = wanted;
  const now = scope.now();
  requireDryRun(scope.ports.tokens, createdBy, wanted, people, now);
  const id = newId(now.getTime());
  await atomically(scope, async (inner) => {
    const dryRunDigest = token === undefined ? null : digestOf(token);
    const row = {
      id,
      createdBy,
      title,
      body: text,
      channels,
      audience: JSON.stringify(audience),
      people,
      dryRunDigest,
      now,
    };
    if (!(await inner.db.first(insertBroadcast(row))))
      throw new Failure("dry_run_required", { detail: "This dryRunToken has served already" });
    await inner.jobs.send(fanOut, { broadcastId: id, after: NIL }, { key: `${id} ${NIL}` });
    await record(inner, {
      action: "broadcast.send",
      subject: { type: "broadcast", id },
      ownerId: createdBy,
      details: { people, channels, filters: Object.keys(audience) },
    });
  });
  const row = { id, title, body: text, channels, audience, people, reached: 0, created_at: now } as const;
  const body = toBroadcast({ ...row, state: "queued", finishedAt: null, progress: null });
  return new Answer(body, { headers: { Location: `/api/v1/admin/broadcasts/${id}` } });
}

export async function readBroadcast(scope: Pick<Scope<Actor>, "db">, id: string): Promise<Broadcast> {
  const row = await scope.db.first(broadcastById({ id }));
  if (!row) throw new Failure("not_found");
  return toBroadcast(row);
}

const cursorOf = ({ id, created_at: createdAt }: BroadcastRow) => ({
  sort: ORDER.name,
  value: createdAt.toISOString(),
  id,
});

export async function listBroadcasts(scope: Scope<Actor>, query: BroadcastQuery) {
  const { db } = through(scope, AS_AUTH);
  const page = { after: placeOf(query.cursor, ORDER), limit: query.limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    db.rows(broadcastsLatest(page)),
    query.include && db.one(countBroadcasts({})),
  ]);
  const body = toPage(rows, query, toBroadcast, cursorOf, { total: counted?.total });
  return new Answer(body, { headers: nextLink(scope, "/admin/broadcasts", query, body.pagination.nextCursor) });
}

/** Ends a broadcast: no batch begins any more, and no mail but those under way. Safe to repeat. @throws Failure `broadcast_finished`. */
export function endBroadcast(scope: Scope<Actor>, id: string): Promise<Broadcast> {
  return atomically(through(scope, AS_AUTH), async (inner) => {
    const row = await inner.db.first(lockBroadcast({ id }));
    if (!row) throw new Failure("not_found");
    if (row.state === "cancelled") return readBroadcast(inner, id);
    if (row.state === "finished" && !(await inner.db.first(isWaiting({ id })))) throw new Failure("broadcast_finished");
    await inner.db.rows(cancelBroadcast({ id, now: inner.now() }));
    const ended = await readBroadcast(inner, id);
    const subject = { type: "broadcast", id };
    const { sent, queued } = ended;
    await record(inner, {
      action: "broadcast.cancel",
      subject,
      ownerId: inner.actor.userId,
      details: { sent, queued },
    });
    return ended;
  });
}
