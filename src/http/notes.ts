import type Koa from "koa";
import type { TimeRequest } from "../contract/metrics.ts";
import type { UsageNotes } from "./usage.ts";

/** Where a request comes from: its whole address, and what counts as one address. */
export type Caller = { readonly address: string; readonly group: string };

/** What middleware notes about one request; the log line and the usage row are made of it. */
export type Notes = UsageNotes & {
  requestId: string;
  route: string | null;
  /** Its pattern, `/api/v1/prompts/:id`. */
  pattern: string | null;
  /** Counts it under its route; null while none is known. */
  time: TimeRequest | null;
  /** Null until somebody asks. */
  caller: Caller | null;
  /** What the answer will say: names and values in turn. */
  headers: string[];
  /** What it depends on; null once Node has been told. */
  vary: string | null;
};

const newNotes = (requestId: string, headers: string[]): Notes => ({
  requestId,
  route: null,
  pattern: null,
  time: null,
  caller: null,
  headers,
  vary: null,
  userId: null,
  apiKeyId: null,
  operation: null,
  prompt: null,
  address: "",
  status: null,
});

/**
 * In Koa's own place for what belongs to one request. Not on Node's request itself: that has as many fields as V8 lays out
 * in a row, and with one or two more, whether all requests of a process become dictionaries is a matter of chance.
 */
type Noted = { notes?: Notes };

export function noteOn({ state }: Koa.Context, requestId: string, headers: string[]): Notes {
  const notes = newNotes(requestId, headers);
  (state as Noted).notes = notes;
  return notes;
}

export function notesOf({ state }: Koa.Context): Notes {
  const { notes } = state as Noted;
  if (!notes) throw new Error("The request did not pass the boundary");
  return notes;
}
