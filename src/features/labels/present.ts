import type { Label, LabelEvent } from "./schema.ts";

type Nullable<T> = { [K in keyof T]: T[K] | null };

export type LabelRow = {
  label: string;
  version: number;
  revision: number;
  updated_by: string | null;
  mover_name: string | null;
  is_protected: boolean;
  created_at: Date;
  updated_at: Date;
};
/** The outer join gives a whole label or none of it. */
export const isLabel = <T extends Nullable<LabelRow>>(row: T): row is T & LabelRow => row.label !== null;

export const toLabel = (row: LabelRow, promptId: string): Label => ({
  promptId,
  label: row.label,
  version: row.version,
  revision: row.revision,
  movedBy: row.updated_by === null || row.mover_name === null ? null : { id: row.updated_by, name: row.mover_name },
  isProtected: row.is_protected,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export type EventRow = {
  id: string;
  label: string;
  revision: number;
  from_version: number | null;
  to_version: number | null;
  reason: string | null;
  undoes: string | null;
  actor_id: string | null;
  actor_name: string | null;
  actor_kind: LabelEvent["by"]["kind"];
  created_at: Date;
};
export const isEvent = <T extends Nullable<EventRow>>(row: T): row is T & EventRow => row.id !== null;

export const toEvent = (row: EventRow): LabelEvent => ({
  id: row.id,
  label: row.label,
  revision: row.revision,
  from: row.from_version,
  to: row.to_version,
  reason: row.reason,
  undoes: row.undoes,
  by: { id: row.actor_id, name: row.actor_name, kind: row.actor_kind },
  at: row.created_at.toISOString(),
});
