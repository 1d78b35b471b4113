import { type Expression, type NotNull, type Selectable, sql, type SqlBool } from "kysely";
import { build, type Compilable, statement } from "../../db/build.ts";
import type { PromptsTable } from "../../db/tables.ts";
import { isBeyond, type Place } from "../listing/index.ts";
import { AS_LISTED, SHARED_COLUMNS, type SharedRow, withinBytes } from "../prompts/index.ts";
import { allOf } from "../search/index.ts";
import type { LibraryOrder } from "./order.ts";
import { authorName, published } from "./published.ts";

export type LibraryFilter = {
  readonly category?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly model?: string | undefined;
  readonly ids?: readonly string[] | undefined;
};
type Span = { readonly after: Place | null; readonly limit: number; readonly offset: number };

/** What a filter lets through of what everybody may see. */
export function publicWhere({ category, tags, model, ids }: LibraryFilter): Expression<SqlBool> {
  const conditions = [published];
  if (category !== undefined) conditions.push(sql`category = ${category}`);
  if (tags !== undefined) conditions.push(sql`tags @> ${tags}::text[]`);
  if (model !== undefined) conditions.push(sql`selected_model = ${model}`);
  if (ids !== undefined) conditions.push(sql`id = any(${ids}::uuid[])`);
  return allOf(conditions);
}

const filtered = (filter: LibraryFilter) => build.selectFrom("prompts").where(publicWhere(filter));

export type PublicRow = SharedRow &
  Pick<Selectable<PromptsTable>, "trend_score"> & {
    /** A trigger sees to it that what is published has one. */
    readonly published_at: Date;
    readonly author_name: string;
    readonly found: number;
  };

const shown = (filter: LibraryFilter) =>
  filtered(filter)
    .select([...SHARED_COLUMNS, "trend_score", authorName])
    .$narrowType<{ published_at: NotNull }>();

export const publishedPrompts = (
  filter: LibraryFilter,
  order: LibraryOrder,
  { after, limit, offset }: Span,
): Compilable<PublicRow> =>
  withinBytes(
    shown(filter)
      .$if(after !== null, (q) => (after === null ? q : q.where(isBeyond(order, after))))
      .orderBy(order.column, order.direction)
      .orderBy("id", order.direction)
      .limit(limit)
      .offset(offset),
    order,
  );

/** These published prompts, in the order they are named in. */
export const publishedListed = (ids: readonly string[]): Compilable<PublicRow> =>
  withinBytes(shown({ ids }).select(sql<number>`array_position(${ids}::uuid[], id)`.as("place")), AS_LISTED);

export const countPublished = (filter: LibraryFilter) =>
  filtered(filter).select(sql<number>`count(*)::int`.as("total"));

export const categories = statement((p: { limit: number }) =>
  build
    .selectFrom("categories as c")
    .leftJoin(
      (eb) =>
        eb
          .selectFrom("prompts")
          .select(["category", sql<number>`count(*)::int`.as("number")])
          .where(published)
          .groupBy("category")
          .as("p"),
      (join) => join.onRef("p.category", "=", "c.name"),
    )
    .select(["c.name", "c.description", sql<number>`coalesce(p.number, 0)`.as("count")])
    .orderBy("c.name")
    .limit(p.limit),
);
