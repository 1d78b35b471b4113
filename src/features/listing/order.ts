import { sql } from "kysely";
import { z } from "zod";
import { decodeCursor } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";

const INTEGER_MAX = 2_147_483_647;
const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/** What a cursor may hold for a sort, so that a forged one is refused before Postgres stumbles over it. */
export const moment = z.iso.datetime().refine((value) => Date.parse(value) >= 0);
export const words = (lengthMax: number) => z.string().max(lengthMax).refine(storable);
export const counter = z.int().min(0).max(INTEGER_MAX);

/** A total order: one column, and the id in the same direction, so that an index gives it and no row is met twice. */
export type Order<C extends string = string> = {
  /** What a cursor of this order is marked with. */
  readonly name: string;
  readonly column: C;
  readonly value: z.ZodType<string | number>;
  readonly direction: "asc" | "desc";
};

type Sort<C extends string> = { readonly column: C; readonly value: z.ZodType<string | number> };
type BothWays<S extends Readonly<Record<string, Sort<string>>>> = {
  readonly [N in (keyof S & string) | `-${keyof S & string}`]: Order<S[keyof S & string]["column"]>;
};

/** Every sort up, and down under its name with a minus. */
export function bothWays<const S extends Readonly<Record<string, Sort<string>>>>(sorts: S): BothWays<S> {
  const orders = Object.entries(sorts).flatMap(([name, sort]): [string, Order][] => [
    [name, { ...sort, name, direction: "asc" }],
    [`-${name}`, { ...sort, name: `-${name}`, direction: "desc" }],
  ]);
  // Entries lose what the keys are; both names of every sort are there.
  return Object.fromEntries(orders) as BothWays<S>;
}

/** Newest first: what most lists of small things are sorted by. */
export const NEWEST_FIRST = bothWays({ createdAt: { column: "created_at", value: moment } })["-createdAt"];

/** The last row of the page before. */
export type Place = { readonly value: string | number; readonly id: string };

/** Where to go on; throws `invalid_cursor` for a cursor this order did not give out. */
export function placeOf(cursor: string | undefined, { name, value }: Pick<Order, "name" | "value">): Place | null {
  if (cursor === undefined) return null;
  const decoded = decodeCursor(cursor, name);
  if (!value.safeParse(decoded.value).success) throw new Failure("invalid_cursor");
  return { value: decoded.value, id: decoded.id };
}

/** `(column, id)` compared as one tuple, which is what lets Postgres start in the middle of an index. */
export const isBeyond = ({ column, direction }: Order, { value, id }: Place) =>
  sql<boolean>`(${sql.ref(column)}, id) ${sql.raw(direction === "asc" ? ">" : "<")} (${value}, ${id})`;

type Sortable<C extends string> = { readonly [K in C]: string | number | Date } & { readonly id: string };
export function cursorAt<C extends string>(row: Sortable<C>, { name, column }: Order<C>) {
  const value: string | number | Date = row[column];
  return { sort: name, value: value instanceof Date ? value.toISOString() : value, id: row.id };
}
