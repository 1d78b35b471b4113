import { sql } from "kysely";
import { build, type Compilable, type Query, statement } from "../../db/build.ts";
import { isBeyond, type Place } from "../listing/index.ts";
import type { PromptOrder } from "./order.ts";
import { withinBytes } from "./page-bytes.ts";
import { LISTED_COLUMNS, type ListedRow } from "./queries.ts";

export type OwnFilter = {
  readonly userId: string;
  readonly category?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly isPublic?: boolean | undefined;
  readonly model?: string | undefined;
};
type Span = { readonly after: Place | null; readonly limit: number; readonly offset: number };

const filtered = ({ userId, category, tags, isPublic, model }: OwnFilter) =>
  build
    .selectFrom("prompts")
    .where("user_id", "=", userId)
    .where("deleted_at", "is", null)
    .$if(category !== undefined, (q) => q.where("category", "=", category ?? ""))
    .$if(tags !== undefined, (q) => q.where(sql<boolean>`tags @> ${tags}::text[]`))
    .$if(isPublic !== undefined, (q) => q.where("is_public", "=", isPublic === true))
    .$if(model !== undefined, (q) => q.where("selected_model", "=", model ?? ""));

export type FoundRow = ListedRow & { found: number };

const inOrder = (filter: OwnFilter, order: PromptOrder, { after, limit, offset }: Span): Compilable<FoundRow> =>
  withinBytes(
    filtered(filter)
      .select(LISTED_COLUMNS)
      .$if(after !== null, (q) => (after === null ? q : q.where(isBeyond(order, after))))
      .orderBy(order.column, order.direction)
      .orderBy("id", order.direction)
      .limit(limit)
      .offset(offset),
    order,
  );

type Plain = { userId: string; limit: number; offset: number };
const prepared = new Map<string, (p: Plain & Place) => Query<FoundRow>>();

/** The lists people open all the time have no filter: one prepared statement for each order, with and without a cursor. */
function unfiltered(order: PromptOrder, continued: boolean): (p: Plain & Place) => Query<FoundRow> {
  const key = `${order.name} ${continued}`;
  const known = prepared.get(key);
  if (known) return known;
  const made = statement((p: Plain & Place) =>
    inOrder({ userId: p.userId }, order, {
      after: continued ? { value: p.value, id: p.id } : null,
      limit: p.limit,
      offset: p.offset,
    }),
  );
  prepared.set(key, made);
  return made;
}

const FILTERS = ["category", "tags", "isPublic", "model"] as const;

export function ownPrompts(filter: OwnFilter, order: PromptOrder, span: Span): Query<FoundRow> | Compilable<FoundRow> {
  if (FILTERS.some((name) => filter[name] !== undefined)) return inOrder(filter, order, span);
  const { after, limit, offset } = span;
  const place = after ?? { value: "", id: "" };
  return unfiltered(order, after !== null)({ userId: filter.userId, limit, offset, ...place });
}

export const countOwn = (filter: OwnFilter) => filtered(filter).select(sql<number>`count(*)::int`.as("total"));
