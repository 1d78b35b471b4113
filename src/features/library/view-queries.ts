import type { Query } from "../../db/build.ts";

type Views = {
  readonly ids: readonly string[];
  /** `2026-11-22`, one for each id. */
  readonly days: readonly string[];
  readonly views: readonly number[];
};

/**
 * Adds views to the prompts and to their days, in one statement; those of prompts that are gone count nowhere. Rows are
 * locked in the order of their ids, so that processes that count at the same moment wait for each other in one direction.
 */
export const countViews = ({ ids, days, views }: Views): Query<unknown> => ({
  name: "promptr_count_views",
  sql: `with seen as (select * from unnest($1::uuid[], $2::date[], $3::integer[]) as seen (id, day, views)),
    total as (select id, sum(views)::integer as views from seen group by id),
    locked as (select id from promptr.prompts where id in (select id from total) order by id for no key update),
    counted as (
      update promptr.prompts set view_count = view_count + total.views from locked join total using (id)
      where prompts.id = locked.id returning prompts.id)
    insert into promptr.prompt_views (prompt_id, day, views)
    select id, day, seen.views from seen join counted using (id)
    on conflict (prompt_id, day) do update set views = prompt_views.views + excluded.views`,
  parameters: [ids, days, views],
});
