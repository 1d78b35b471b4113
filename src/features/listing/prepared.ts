import { type RawBuilder, sql } from "kysely";
import { PAGE_LIMIT_DEFAULT } from "../../contract/page.ts";
import { type Compilable, type Query, statement } from "../../db/build.ts";
import type { Order, Place } from "./order.ts";

/** Where a page begins and how long it is; one row more than shown, which says whether the list goes on. */
export type Span = { readonly after: Place | null; readonly limit: number; readonly offset: number };
/** The same in a query: a length may be written into the SQL. */
export type Cut = {
  readonly after: Place | null;
  readonly limit: number | RawBuilder<number>;
  readonly offset: number;
};

type Cuttable<Q> = { limit(limit: Cut["limit"]): Q; offset(offset: number): Q; $if(is: boolean, then: (q: Q) => Q): Q };

/** Cuts a page out of ordered rows. */
export const cutOut = <Q extends Cuttable<Q>>(rows: Q, { limit, offset }: Cut): Q =>
  rows.limit(limit).$if(offset !== 0, (q) => q.offset(offset));

const USUAL_ROWS = PAGE_LIMIT_DEFAULT + 1;

/**
 * Pages of a list as prepared statements, one for each order and each set of conditions, which must be few. The length most
 * ask for is part of the SQL: Postgres takes a length it does not know for a tenth of the table, and plans each page anew.
 */
export function preparedPages<F extends object, O extends Order, R>(
  write: (filter: F, order: O, cut: Cut) => Compilable<R>,
): (filter: F, order: O, span: Span) => Query<R> {
  const known = new Map<string, (parameters: F & Place & Span) => Query<R>>();
  return (filter, order, span) => {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const isUsual = span.limit === USUAL_ROWS && span.offset === 0;
    const conditions = given.map(([name, value]) => (value === null ? `${name} is null` : name));
    const key = JSON.stringify([order.name, span.after !== null, isUsual, conditions]);
    const page = known.get(key) ?? prepare(write, order, { given, isContinued: span.after !== null, isUsual });
    known.set(key, page);
    return page({ ...filter, ...span, ...(span.after ?? NOWHERE) });
  };
}
const NOWHERE: Place = { value: "", id: "" };

type Shape = {
  readonly given: readonly (readonly [string, unknown])[];
  readonly isContinued: boolean;
  readonly isUsual: boolean;
};

const prepare = <F extends object, O extends Order, R>(
  write: (filter: F, order: O, cut: Cut) => Compilable<R>,
  order: O,
  { given, isContinued, isUsual }: Shape,
): ((parameters: F & Place & Span) => Query<R>) =>
  statement((p: F & Place & Span) => {
    const named = given.map(([name, value]) => [name, value === null ? null : Reflect.get(p, name)]);
    const length = isUsual ? { limit: sql.lit(USUAL_ROWS), offset: 0 } : { limit: p.limit, offset: p.offset };
    // The names are those of the filter, each with its stand-in.
    const filter = Object.fromEntries(named) as F;
    return write(filter, order, { after: isContinued ? { value: p.value, id: p.id } : null, ...length });
  });
