import { type SelectQueryBuilder, sql } from "kysely";
import { PAGE_BYTES_MAX } from "../../contract/page.ts";
import { build, type Compilable } from "../../db/build.ts";
import type { Tables } from "../../db/tables.ts";
import type { Order } from "../listing/index.ts";

type Page<R> = SelectQueryBuilder<Tables, "prompts", R>;

/**
 * The rows of an ordered page up to `PAGE_BYTES_MAX` of text, at least one; `found` is how many the page had before.
 * In SQL, because a hundred long prompts are 36 MB that must not even reach this process.
 */
export function withinBytes<R>(page: Page<R>, { column, direction }: Order): Compilable<R & { found: number }> {
  const order = sql`${sql.ref(column)} ${sql.raw(direction)}, id ${sql.raw(direction)}`;
  const query = sql<R & { found: number }>`select * from (
    select page.*, (count(*) over ())::int as found,
      sum(text_bytes) over (order by ${order} rows unbounded preceding) - text_bytes as bytes_before
    from (${page.select(sql<number>`octet_length(raw_prompt)`.as("text_bytes"))}) as page
  ) as measured where bytes_before < ${sql.lit(PAGE_BYTES_MAX)} order by ${order}`;
  return { compile: () => query.compile(build) };
}
