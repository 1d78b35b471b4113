import type Koa from "koa";
import { notesOf } from "./notes.ts";

const isSame = (name: string | undefined, other: string): boolean =>
  name === other || (name?.length === other.length && name.toLowerCase() === other.toLowerCase());

/**
 * Adds to what the answer will say; of what is said twice, the last holds, and `Vary` grows. It is kept as a list, names and values
 * in turn, and given to Node with the status: setting each header by itself costs three times as much.
 */
export function say(ctx: Koa.Context, headers: Readonly<Record<string, string>>): void {
  const list = notesOf(ctx).headers;
  for (const [name, value] of Object.entries(headers)) {
    if (isSame(name, "Vary")) {
      varyBy(ctx, value);
      continue;
    }
    let at = 0;
    while (at < list.length && !isSame(list[at], name)) at += 2;
    list[at] = name;
    list[at + 1] = value;
  }
}

/** Takes back what was said of an answer that is not given. */
export function unsay(ctx: Koa.Context, name: string): void {
  const notes = notesOf(ctx);
  notes.headers = notes.headers.filter((_, at, all) => !isSame(all[at - (at % 2)], name));
  ctx.remove(name);
}

function varyBy(ctx: Koa.Context, field: string): void {
  const notes = notesOf(ctx);
  if (notes.vary === null)
    ctx.vary(field); // CORS has written the header
  else if (!notes.vary.split(", ").includes(field)) notes.vary = `${notes.vary}, ${field}`;
}

/** That the answer depends on `Accept-Encoding`. */
export const varyByEncoding = (ctx: Koa.Context): void => varyBy(ctx, "Accept-Encoding");

/** What was said so far, for who writes the answer at once. */
export function saidOf(ctx: Koa.Context): string[] {
  const { headers, vary } = notesOf(ctx);
  return vary === null ? [...headers] : [...headers, "Vary", vary];
}

/**
 * Hands what was said to Node, for an answer Koa writes. What has been set by itself stays. Gives back what Node refuses of it, if
 * anything: the rest is handed over all the same.
 */
export function settle(ctx: Koa.Context): unknown {
  const notes = notesOf(ctx);
  const { headers, vary } = notes;
  notes.headers = [];
  notes.vary = null;
  let fault: unknown;
  for (let at = 0; at < headers.length; at += 2) {
    const [name = "", value = ""] = [headers[at], headers[at + 1]];
    try {
      if (!ctx.res.hasHeader(name)) ctx.res.setHeader(name, value);
    } catch (refused) {
      fault = refused;
    }
  }
  if (vary !== null) ctx.vary(vary);
  return fault;
}
