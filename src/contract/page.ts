import { z } from "zod";
import { Failure } from "../errors.ts";

export const PAGE_LIMIT_MAX = 100;
export const PAGE_LIMIT_DEFAULT = 20;
const PAGE_DEPTH_MAX = 10_000;

const wholeNumber = (description: string, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).meta({ description });

/** What every list takes: `limit`, and either an opaque `cursor` or a `page` number. */
export const PageQuery = z.strictObject({
  limit: wholeNumber("Rows in the answer", 1, PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().min(1).max(500).optional().meta({ description: "`nextCursor` of the answer before" }),
  page: wholeNumber("Page number from 1; bounded to 10,000 rows deep", 1, PAGE_DEPTH_MAX).optional(),
  include: z.literal("total").optional().meta({ description: "`total` adds the number of all rows" }),
});
export type PageQuery = z.output<typeof PageQuery>;

const Pagination = z
  .object({
    limit: z.int(),
    hasMore: z.boolean(),
    nextCursor: z.string().nullable(),
    total: z.int().optional(),
  })
  .meta({ id: "Pagination" });

/** The shape of every list. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), pagination: Pagination });

/** A place in a sorted list: the sort it belongs to, the value of its sort column, and the id that breaks ties. */
export type Cursor = { readonly sort: string; readonly value: string | number; readonly id: string };
const CursorShape = z.tuple([z.string(), z.union([z.string(), z.number()]), z.uuid()]);

export const encodeCursor = ({ sort, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");

/** Reads a cursor back; one that was forged, or made for another sort, is the caller's fault. */
export function decodeCursor(text: string, sort: string): Cursor {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    throw new Failure("invalid_cursor");
  }
  const parsed = CursorShape.safeParse(json);
  if (!parsed.success || parsed.data[0] !== sort) throw new Failure("invalid_cursor");
  const [, value, id] = parsed.data;
  return { sort, value, id };
}

/** How many rows a page number skips; deeper than the bound is refused, a cursor goes as deep as one likes. */
export function offsetOf({ page, limit, cursor }: PageQuery): number {
  if (page === undefined) return 0;
  const path = "query.page";
  if (cursor !== undefined) {
    throw new Failure("invalid_input", {
      faults: [{ path, code: "conflict", message: "Send cursor or page, not both" }],
    });
  }
  const offset = (page - 1) * limit;
  if (offset + limit > PAGE_DEPTH_MAX) {
    const message = `page × limit may reach ${PAGE_DEPTH_MAX} rows; use cursor to go deeper`;
    throw new Failure("invalid_input", { faults: [{ path, code: "too_big", message }] });
  }
  return offset;
}

/** A page holds no more text than this, however many rows were asked for: whole prompts can be long. */
export const PAGE_BYTES_MAX = 1_000_000;

/**
 * Turns `limit + 1` rows into a page. `found` is how many rows there were before the page was cut to `PAGE_BYTES_MAX`:
 * a cursor goes on after the cut, a page number would jump over what was cut, so there it is refused. `goesOn` says that
 * there is more than these rows, where some of those that were chosen are gone by now.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  query: Pick<PageQuery, "limit" | "page">,
  present: (row: Row) => Item,
  cursor: (row: Row) => Cursor,
  {
    total,
    found = rows.length,
    goesOn = false,
  }: { total?: number | undefined; found?: number | undefined; goesOn?: boolean } = {},
) {
  const { limit } = query;
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const hasMore = goesOn || found > kept.length;
  if (query.page !== undefined && kept.length < Math.min(found, limit)) {
    const message = `these rows are larger than ${PAGE_BYTES_MAX} bytes together: ask for fewer, or use cursor`;
    throw new Failure("invalid_input", { faults: [{ path: "query.limit", code: "too_big", message }] });
  }
  const nextCursor = hasMore && last !== undefined ? encodeCursor(cursor(last)) : null;
  return { data: kept.map(present), pagination: { limit, hasMore, nextCursor, ...(total !== undefined && { total }) } };
}
