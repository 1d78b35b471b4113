import { type Expression, type NotNull, type Selectable, sql, type SqlBool } from "kysely";
import { build, type Compilable, type Query, statement } from "../../db/build.ts";
import type { PromptsTable } from "../../db/tables.ts";
import { type Cut, cutOut, isBeyond, preparedPages, type Span } from "../listing/index.ts";
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

const inOrder = (filter: LibraryFilter, order: LibraryOrder, cut: Cut): Compilable<PublicRow> =>
  withinBytes(
    cutOut(
      shown(filter)
        .$if(cut.after !== null, (q) => (cut.after === null ? q : q.where(isBeyond(order, cut.after))))
        .orderBy(order.column, order.direction)
        .orderBy("id", order.direction),
      cut,
    ),
    order,
  );

const prepared = preparedPages(inOrder);

/** What is browsed has no filter or one; of more there are too many to keep each ready on each connection. */
export function publishedPrompts(
  filter: LibraryFilter,
  order: LibraryOrder,
  span: Span,
): Query<PublicRow> | Compilable<PublicRow> {
  const given = Object.values(filter).filter((value) => value !== undefined);
  return given.length < 2 && filter.ids === undefined ? prepared(filter, order, span) : inOrder(filter, order, span);
}

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
