import type { Change, ChangeEvent } from "../contract/changes.ts";
import type { Query } from "./build.ts";
import type { Json } from "./tables.ts";

/** Writes all changes of a transaction in one statement. */
export const insertChanges = (changes: readonly Change[]): Query<unknown> => ({
  name: "promptr_insert_changes",
  sql: `insert into promptr.change_events (tags, user_id, kind, data)
    select tags, user_id, kind, data from jsonb_to_recordset($1::jsonb) as change (tags text[], user_id uuid, kind text, data jsonb)`,
  parameters: [
    JSON.stringify(
      changes.map(({ tags, event }) => ({
        tags,
        user_id: event?.userId ?? null,
        kind: event?.kind ?? null,
        data: event?.data ?? {},
      })),
    ),
  ],
});

export type ChangeRow = {
  /** What was committed when this was read; the next reading asks for what was not. */
  readonly snapshot: string;
  /** The oldest transaction that may still commit: everything below it has been seen once this row has. */
  readonly horizon: string;
  /** The first transaction that had not begun. */
  readonly beyond: string;
  readonly xid: string | null;
  readonly id: number | null;
  readonly tags: string[] | null;
  readonly user_id: string | null;
  readonly kind: string | null;
  readonly data: Json | null;
  readonly created_at: Date | null;
};

const SNAPSHOT = `pg_current_snapshot()::text as snapshot, pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
  pg_snapshot_xmax(pg_current_snapshot())::text as beyond`;
const CHANGE = "e.xid::text as xid, e.id, e.tags, e.user_id, e.kind, e.data, e.created_at";

/**
 * What has been committed since the snapshot was taken, each row once; nothing without a snapshot. There is always a
 * row, which has no id when there is nothing. A row of a restored dump may bear the number of a transaction to come:
 * no snapshot of this cluster shows it, and neither does this.
 */
export const changesSince = ({ snapshot, limit }: { snapshot: string | null; limit: number }): Query<ChangeRow> => ({
  name: "promptr_changes_since",
  sql: `select ${SNAPSHOT}, ${CHANGE}
    from (select) as once left join promptr.change_events e
      on e.xid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(e.xid, $1::pg_snapshot)
        and pg_visible_in_snapshot(e.xid, pg_current_snapshot())
    order by e.id limit $2`,
  parameters: [snapshot, limit],
});

/** The same for the clients of one user, oldest transaction first. */
export const eventsOfUserSince = (p: { userId: string; cursor: string; limit: number }): Query<ChangeRow> => ({
  name: "promptr_events_since",
  sql: `select ${SNAPSHOT}, ${CHANGE}
    from (select) as once left join promptr.change_events e
      on e.user_id = $1 and e.kind is not null and e.xid >= $2::xid8
    order by e.xid, e.id limit $3`,
  parameters: [p.userId, p.cursor, p.limit],
});

type FoundRow = ChangeRow & { readonly id: number };
export const isFound = (row: ChangeRow): row is FoundRow => row.id !== null;

/** A row as clients hear of it; `cursor` is where they may go on from. */
export const toEvent = ({ id, kind, data, created_at: at }: FoundRow, cursor: string): ChangeEvent => ({
  id,
  kind: kind ?? "",
  data: typeof data === "object" && data !== null ? data : {},
  createdAt: at ?? new Date(0),
  cursor,
});

export const wakeReaders: Query<unknown> = {
  name: "promptr_wake_readers",
  sql: "select pg_notify('promptr_changes', '')",
  parameters: [],
};
