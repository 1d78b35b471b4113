import { sql } from "kysely";
import { z } from "zod";
import { decodeCursor } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";

const INTEGER_MAX = 2_147_483_647;
const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
/** What a cursor may hold for each sort, so that a forged one is refused before Postgres stumbles over it. */
const moment = z.iso.datetime().refine((value) => Date.parse(value) >= 0);

const SORTED_BY = {
  createdAt: { column: "created_at", value: moment },
  updatedAt: { column: "updated_at", value: moment },
  title: { column: "title", value: z.string().max(200).refine(storable) },
  viewCount: { column: "view_count", value: z.int().min(0).max(INTEGER_MAX) },
  qualityScore: { column: "quality_score", value: z.number().min(0).max(1) },
} as const;
type Sorted = keyof typeof SORTED_BY;
export type SortColumn = (typeof SORTED_BY)[Sorted]["column"];

/** A total order of prompts: one column, and the id in the same direction, so that an index gives it and no row is met twice. */
export type Order = {
  /** What a cursor of this order is marked with. */
  readonly name: string;
  readonly column: SortColumn;
  readonly value: z.ZodType<string | number>;
  readonly direction: "asc" | "desc";
};
const order = (name: Sorted, direction: Order["direction"]): Order => ({
  ...SORTED_BY[name],
  name: direction === "asc" ? name : `-${name}`,
  direction,
});

export const ORDERS = {
  createdAt: order("createdAt", "asc"),
  "-createdAt": order("createdAt", "desc"),
  updatedAt: order("updatedAt", "asc"),
  "-updatedAt": order("updatedAt", "desc"),
  title: order("title", "asc"),
  "-title": order("title", "desc"),
  viewCount: order("viewCount", "asc"),
  "-viewCount": order("viewCount", "desc"),
  qualityScore: order("qualityScore", "asc"),
  "-qualityScore": order("qualityScore", "desc"),
} as const satisfies Record<string, Order>;
export type OrderName = keyof typeof ORDERS;
export const ORDER_NAMES = Object.keys(ORDERS) as OrderName[];

/** The last row of the page before. */
export type Place = { readonly value: string | number; readonly id: string };

/** Where to go on; throws `invalid_cursor` for a cursor this order did not give out. */
export function placeOf(cursor: string | undefined, { name, value }: Order): Place | null {
  if (cursor === undefined) return null;
  const decoded = decodeCursor(cursor, name);
  if (!value.safeParse(decoded.value).success) throw new Failure("invalid_cursor");
  return { value: decoded.value, id: decoded.id };
}

/** `(column, id)` compared as one tuple, which is what lets Postgres start in the middle of an index. */
export const isBeyond = ({ column, direction }: Order, { value, id }: Place) =>
  sql<boolean>`(${sql.ref(column)}, id) ${sql.raw(direction === "asc" ? ">" : "<")} (${value}, ${id})`;

type Sortable = { readonly [C in SortColumn]: string | number | Date } & { readonly id: string };
export const cursorAt = (row: Sortable, { name, column }: Order) => {
  const value = row[column];
  return { sort: name, value: value instanceof Date ? value.toISOString() : value, id: row.id };
};
