-- library-trending-queries.changedRanks
with acts as ( select prompt_id, day, ln(1 + views) as worth
  from promptr.prompt_views
  where day > $1::date - $2::integer
  union all select s.prompt_id, (s.created_at at time zone 'UTC')::date, $4::float8
  from promptr.prompt_stars s join promptr.prompts p on p.id = s.prompt_id and p.user_id <> s.user_id
  where s.created_at >= ($1::date - $2::integer + 1)::timestamp at time zone 'UTC' ), hot as ( select prompt_id, ln(sum(worth * power(2, (day - $1::date) / $3::float8))) / ln(2) + ($1::date - date '2020-01-01') / $3::float8 as score
  from acts
  where worth > 0
  group by prompt_id ) (select p.id, hot.score
  from hot join promptr.prompts p on p.id = hot.prompt_id
  where p.is_public and p.moderation_status = 'approved' and p.deleted_at is null and abs(p.trend_score - hot.score) > 1e-6
  limit $5)
  union all (select p.id, 0
  from promptr.prompts p
  where p.is_public and p.moderation_status = 'approved' and p.deleted_at is null and p.trend_score > 0 and not exists (select
  from hot
  where hot.prompt_id = p.id)
  limit $5);

-- library-trending-queries.writeRanks
with wanted as (select *
  from unnest($1::uuid[], $2::float8[]) as wanted (id, score)), locked as (select id
  from promptr.prompts
  where id in (select id
  from wanted)
  order by id for no key update) update promptr.prompts
  set trend_score = wanted.score
  from locked join wanted using (id)
  where prompts.id = locked.id;
