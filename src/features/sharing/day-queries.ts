import type { VisitEnd } from "../../contract/ports.ts";
import type { Query } from "../../db/build.ts";
import type { Counted } from "../../db/day-counter.ts";

/**
 * Adds visits to the days of links, and those that were turned away to the links, in one statement; those of links that are
 * gone count nowhere. Rows are locked in the order of their ids, so that processes wait for each other in one direction.
 * The view itself is in the link's own count already, which is exact.
 */
export const countVisits = (rows: readonly Counted<VisitEnd>[]): Query<unknown> => ({
  name: "promptr_count_visits",
  sql: `with seen as (
      select * from unnest($1::text[], $2::date[], $3::integer[], $4::integer[], $5::integer[]) as seen (hash, day, views, refused, ended)),
    known as (select s.id, seen.* from seen join promptr.shared_prompts s on s.share_token = decode(seen.hash, 'hex')),
    total as (select id, sum(refused)::integer as refused, sum(ended)::integer as ended from known group by id),
    locked as (
      select id from promptr.shared_prompts where id in (select id from total where refused + ended > 0) order by id for no key update),
    told as (
      update promptr.shared_prompts set refused_count = refused_count + total.refused, ended_count = ended_count + total.ended
      from locked join total using (id) where shared_prompts.id = locked.id)
    insert into promptr.share_days (share_id, day, views, refused, ended)
    select id, day, views, refused, ended from known order by id, day
    on conflict (share_id, day) do update set views = share_days.views + excluded.views,
      refused = share_days.refused + excluded.refused, ended = share_days.ended + excluded.ended`,
  parameters: [
    rows.map(({ id }) => id),
    rows.map(({ day }) => day),
    rows.map(({ views }) => views),
    rows.map(({ refused }) => refused),
    rows.map(({ ended }) => ended),
  ],
});
