import { type Expression, sql, type SqlBool } from "kysely";
import { build, type Compilable, type Query } from "../../db/build.ts";
import { type Cut, cutOut, isBeyond, preparedPages, type Span } from "../listing/index.ts";
import { allOf } from "../search/index.ts";
import { AS_LISTED, type PromptOrder } from "./order.ts";
import { withinBytes } from "./page-bytes.ts";
import { LISTED_COLUMNS, type ListedRow } from "./queries.ts";

export type OwnFilter = {
  readonly userId: string;
  readonly category?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Null: in no folder. */
  readonly folderId?: string | null | undefined;
  readonly isPublic?: boolean | undefined;
  readonly model?: string | undefined;
  readonly label?: string | undefined;
  /** Those deleted after this moment, instead of those that are there. */
  readonly deletedAfter?: Date | undefined;
  readonly ids?: readonly string[] | undefined;
};

/** What a filter lets through, for whoever may read it. */
export function ownWhere({ userId, deletedAfter, ...filter }: OwnFilter): Expression<SqlBool> {
  const { category, tags, folderId, isPublic, model, label, ids } = filter;
  const conditions = [
    sql<boolean>`user_id = ${userId}`,
    deletedAfter === undefined ? sql<boolean>`deleted_at is null` : sql<boolean>`deleted_at > ${deletedAfter}`,
  ];
  if (category !== undefined) conditions.push(sql`category = ${category}`);
  if (tags !== undefined) conditions.push(sql`tags @> ${tags}::text[]`);
  if (folderId !== undefined)
    conditions.push(folderId === null ? sql`folder_id is null` : sql`folder_id = ${folderId}`);
  if (isPublic !== undefined) conditions.push(sql`is_public = ${isPublic}`);
  if (model !== undefined) conditions.push(sql`selected_model = ${model}`);
  if (label !== undefined)
    conditions.push(
      sql`exists (select from promptr.prompt_labels as l
        where l.prompt_id = prompts.id and l.label = ${label} and l.user_id = ${userId})`,
    );
  if (ids !== undefined) conditions.push(sql`id = any(${ids}::uuid[])`);
  return allOf(conditions);
}

const filtered = (filter: OwnFilter) => build.selectFrom("prompts").where(ownWhere(filter));

export type FoundRow = ListedRow & { found: number };

const inOrder = (filter: OwnFilter, order: PromptOrder, cut: Cut): Compilable<FoundRow> =>
  withinBytes(
    cutOut(
      filtered(filter)
        .select(LISTED_COLUMNS)
        .$if(cut.after !== null, (q) => (cut.after === null ? q : q.where(isBeyond(order, cut.after))))
        .orderBy(order.column, order.direction)
        .orderBy("id", order.direction),
      cut,
    ),
    order,
  );

const prepared = preparedPages(inOrder);

/** The lists people open all the time have no filter; of filters there are too many to keep each ready on each connection. */
export function ownPrompts(filter: OwnFilter, order: PromptOrder, span: Span): Query<FoundRow> | Compilable<FoundRow> {
  const { userId, ...narrowing } = filter;
  const isPlain = Object.values(narrowing).every((value) => value === undefined);
  return isPlain ? prepared({ userId }, order, span) : inOrder(filter, order, span);
}

/** These of the filter's prompts, in the order they are named in. */
export const ownListed = (filter: OwnFilter, ids: readonly string[]): Compilable<FoundRow> =>
  withinBytes(
    filtered({ ...filter, ids })
      .select(LISTED_COLUMNS)
      .select(sql<number>`array_position(${ids}::uuid[], id)`.as("place")),
    AS_LISTED,
  );

export const countOwn = (filter: OwnFilter) => filtered(filter).select(sql<number>`count(*)::int`.as("total"));
