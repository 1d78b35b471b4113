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
  /** The oldest transaction that may still commit: everything below it has been seen once this row has. */
  readonly horizon: string;
  readonly xid: string | null;
  readonly id: number | null;
  readonly tags: string[] | null;
  readonly user_id: string | null;
  readonly kind: string | null;
  readonly data: Json | null;
  readonly created_at: Date | null;
};

/** Everything transactions from `cursor` on have committed so far; one row without an id when there is nothing. */
export const changesSince = ({ cursor, limit }: { cursor: string; limit: number }): Query<ChangeRow> => ({
  name: "promptr_changes_since",
  sql: `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, e.xid::text as xid, e.id, e.tags, e.user_id, e.kind, e.data, e.created_at
    from (select) as once left join promptr.change_events e on e.xid >= $1::xid8 order by e.id limit $2`,
  parameters: [cursor, limit],
});

/** The same for the clients of one user, oldest transaction first. */
export const eventsOfUserSince = (p: { userId: string; cursor: string; limit: number }): Query<ChangeRow> => ({
  name: "promptr_events_since",
  sql: `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, e.xid::text as xid, e.id, e.tags, e.user_id, e.kind, e.data, e.created_at
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
