import type Koa from "koa";
import { notesOf } from "./notes.ts";

/**
 * Adds to what the answer will say; of what is said twice, the last holds. It is kept as a list, names and values in turn, and
 * given to Node with the status: setting each header by itself costs three times as much.
 */
export function say(ctx: Koa.Context, headers: Readonly<Record<string, string>>): void {
  const list = notesOf(ctx).headers;
  for (const [name, value] of Object.entries(headers)) {
    let at = 0;
    while (at < list.length && list[at] !== name) at += 2;
    list[at] = name;
    list[at + 1] = value;
  }
}

/** Takes back what was said of an answer that is not given. */
export function unsay(ctx: Koa.Context, name: string): void {
  const notes = notesOf(ctx);
  notes.headers = notes.headers.filter((_, at, all) => all[at - (at % 2)] !== name);
  ctx.remove(name);
}

/** That the answer depends on `Accept-Encoding`. */
export function varyByEncoding(ctx: Koa.Context): void {
  const notes = notesOf(ctx);
  if (notes.vary === "Origin") notes.vary = "Origin, Accept-Encoding";
  else ctx.vary("Accept-Encoding"); // CORS has written the header
}

/** What was said so far, for who writes the answer at once. */
export function saidOf(ctx: Koa.Context): string[] {
  const { headers, vary } = notesOf(ctx);
  return vary === null ? [...headers] : [...headers, "Vary", vary];
}

/** Hands what was said to Node, for an answer Koa writes. What has been set by itself stays. */
export function settle(ctx: Koa.Context): void {
  const notes = notesOf(ctx);
  const { headers, vary } = notes;
  for (let at = 0; at < headers.length; at += 2) {
    const [name = "", value = ""] = [headers[at], headers[at + 1]];
    if (!ctx.res.hasHeader(name)) ctx.res.setHeader(name, value);
  }
  if (vary !== null) ctx.vary(vary);
  notes.headers = [];
  notes.vary = null;
}
