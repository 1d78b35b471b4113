import { z } from "zod";

/** `Last-Event-ID`, or the same in the query for clients that cannot set it: `<transaction>.<Unix seconds>`. */
const PLACE = /^(\d{1,19})\.(\d{10})$/;

export const EventsQuery = z.strictObject({
  lastEventId: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Where to go on, when the header Last-Event-ID cannot be sent" }),
});
export const EventsHeaders = z.object({
  "Last-Event-ID": z.string().optional().meta({ description: "The id of the last event that was seen" }),
});

export type EventPlace = { readonly cursor: string; readonly at: Date };

/** Null for what no stream of ours gave out. */
export function readPlace(text: string): EventPlace | null {
  const [, cursor, seconds] = PLACE.exec(text) ?? [];
  if (cursor === undefined || seconds === undefined || BigInt(cursor) > 9_223_372_036_854_775_807n) return null;
  return { cursor, at: new Date(Number(seconds) * 1_000) };
}

export const writePlace = (cursor: string, now: Date): string => `${cursor}.${Math.floor(now.getTime() / 1_000)}`;
