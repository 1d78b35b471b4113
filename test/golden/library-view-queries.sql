-- library-view-queries.countViews
with seen as (select *
  from unnest($1::uuid[], $2::date[], $3::integer[]) as seen (id, day, views)), total as (select id, sum(views)::integer as views
  from seen
  group by id), locked as (select id
  from promptr.prompts
  where id in (select id
  from total)
  order by id for no key update), counted as ( update promptr.prompts
  set view_count = view_count + total.views
  from locked join total using (id)
  where prompts.id = locked.id
  returning prompts.id) insert into promptr.prompt_views (prompt_id, day, views) select id, day, seen.views
  from seen join counted using (id)
  on conflict (prompt_id, day) do update
  set views = prompt_views.views + excluded.views;
