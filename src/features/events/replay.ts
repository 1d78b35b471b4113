import type { ChangeEvent } from "../../contract/changes.ts";
import { changesSince, eventsOfUserSince, isFound, toEvent } from "../../db/change-queries.ts";
import type { Actor, Scope } from "../../scope.ts";
import { type EventPlace, readPlace } from "./schema.ts";

/** Changes are kept a day; who comes back later reads everything anew. */
const KEPT_MS = 23 * 3_600_000;
/** How far another process's clock may run ahead. */
const CLOCK_SKEW_MS = 60_000;
const REPLAYED_MAX = 1_000;

export type Past = {
  readonly events: readonly ChangeEvent[];
  readonly missed: boolean;
  /** Where to go on after these events. */
  readonly cursor: string;
};

/** The oldest transaction that may still be told of: who goes on from there has everything older. */
export async function presentCursor({ db }: Pick<Scope, "db">): Promise<string> {
  const [place] = await db.rows(changesSince({ snapshot: null, limit: 1 }));
  if (!place) throw new Error("A reading without a snapshot");
  return place.horizon;
}

/** What happened since the client was last here, or that too much did; without a last id it begins now. */
export async function replay(scope: Scope<Actor>, lastEventId: string | undefined): Promise<Past> {
  const place = lastEventId === undefined ? null : readPlace(lastEventId);
  if (place && isKept(place, scope.now())) return replayFrom(scope, place.cursor);
  return { events: [], missed: lastEventId !== undefined, cursor: await presentCursor(scope) };
}

/** No stream of ours gave out a place of the future; what was kept of an old one is gone. */
function isKept({ at }: EventPlace, now: Date): boolean {
  const age = now.getTime() - at.getTime();
  return age <= KEPT_MS && age >= -CLOCK_SKEW_MS;
}

async function replayFrom({ db, actor: { userId } }: Scope<Actor>, from: string): Promise<Past> {
  const rows = await db.rows(eventsOfUserSince({ userId, cursor: from, limit: REPLAYED_MAX }));
  const [place] = rows;
  if (!place) throw new Error("A reading without a snapshot");
  const { horizon: cursor, beyond } = place;
  // A number that was never given comes from another database, such as this one before it was restored from a backup.
  const missed = rows.length === REPLAYED_MAX || BigInt(from) > BigInt(beyond);
  if (missed) return { events: [], missed, cursor };
  // A transaction older than the horizon is settled; from any other on, more may still come.
  const settled = (xid: string): string => (BigInt(xid) < BigInt(cursor) ? xid : cursor);
  return { events: rows.filter(isFound).map((row) => toEvent(row, settled(row.xid ?? "0"))), missed, cursor };
}
