import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import { isBeyond, type Place } from "../listing/index.ts";
import { type PromptOrder, SHARED_COLUMNS, withinBytes } from "../prompts/index.ts";

/** Written out, not as parameters: only so can the planner prove that the indexes of published prompts apply. */
const published = sql<boolean>`is_public and moderation_status = 'approved' and deleted_at is null`;
const authorName = sql<string>`promptr.author_name(user_id)`.as("author_name");

export type LibraryFilter = {
  readonly category?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly model?: string | undefined;
};
type Span = { readonly after: Place | null; readonly limit: number; readonly offset: number };

const filtered = ({ category, tags, model }: LibraryFilter) =>
  build
    .selectFrom("prompts")
    .where(published)
    .$if(category !== undefined, (q) => q.where("category", "=", category ?? ""))
    .$if(tags !== undefined, (q) => q.where(sql<boolean>`tags @> ${tags}::text[]`))
    .$if(model !== undefined, (q) => q.where("selected_model", "=", model ?? ""));

export const publishedPrompts = (filter: LibraryFilter, order: PromptOrder, { after, limit, offset }: Span) =>
  withinBytes(
    filtered(filter)
      .select(SHARED_COLUMNS)
      .select(authorName)
      .$if(after !== null, (q) => (after === null ? q : q.where(isBeyond(order, after))))
      .orderBy(order.column, order.direction)
      .orderBy("id", order.direction)
      .limit(limit)
      .offset(offset),
    order,
  );

export const countPublished = (filter: LibraryFilter) =>
  filtered(filter).select(sql<number>`count(*)::int`.as("total"));

export const publishedPrompt = statement((p: { id: string }) =>
  build.selectFrom("prompts").select(SHARED_COLUMNS).select(authorName).where("id", "=", p.id).where(published),
);

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
