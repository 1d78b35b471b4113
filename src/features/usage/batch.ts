import { newId } from "../../contract/id.ts";
import type { Columns } from "./columns.ts";
import type { UsageBatch } from "./queries.ts";

/** Events of one statement; the place of an event in its batch has four hexadecimal digits. */
export const BATCH_MAX = 5_000;

export type Batch = UsageBatch & { readonly events: number; readonly begunAt: number };

const PLACES = Array.from({ length: BATCH_MAX }, (_, place) => place.toString(16).padStart(4, "0"));

/** The batch's own id with the event's place in its last digits: nothing is drawn for an event, and no two are equal. */
function idsOf(batchId: string, events: number): string {
  const head = batchId.slice(0, 32);
  return `{${head}${PLACES.slice(0, events).join(`,${head}`)}}`;
}

export function batchOf(columns: Columns): Batch {
  const id = newId();
  const times = { firstAt: new Date(columns.first), lastAt: new Date(columns.last) };
  const events = columns.size;
  return { id, ids: idsOf(id, events), ...times, columns: columns.write(), events, begunAt: columns.begunAt };
}
