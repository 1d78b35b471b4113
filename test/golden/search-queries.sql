-- search-queries.alikeTitles (1)
select "id", "search_title"
  from (select "id", "search_title"
  from "promptr"."prompts"
  where true) as "looked"
  where ((' ' || search_title || ' ') like $1 or (' ' || search_title || ' ') like $2)
  limit $3;

-- search-queries.alikeTitles (2)
select "id", "search_title"
  from (select "id", "search_title"
  from "promptr"."prompts"
  where true
  order by "updated_at" desc, "id" desc
  limit $1) as "looked"
  where ((' ' || search_title || ' ') like $2 or (' ' || search_title || ' ') like $3)
  limit $4;

-- search-queries.bestMatches (1)
with found as materialized ( select id, "trend_score", search @@ to_tsquery('simple', $1) as titled
  from promptr.prompts
  where true and search @@ to_tsquery('simple', $2)
  order by "trend_score" desc, id desc
  limit $3 ), compared as (select id as chosen
  from found
  order by titled desc, "trend_score" desc, id desc
  limit $4) select id, (ts_rank_cd('{0, 0.02, 0, 1}', search, to_tsquery('simple', $5), 32) + "promptr"."word_similarity"($6, search_title) * (1 + 20.0 / (20 + length(search_title))))::float8 as score, (select count(*)::int
  from found) as found
  from compared join promptr.prompts on id = chosen;

-- search-queries.bestMatches (2)
with found as materialized ( (select id, "updated_at", search @@ to_tsquery('simple', $1) as titled
  from (select id, "updated_at", search
  from promptr.prompts
  where true
  offset 0) as mine
  where search @@ to_tsquery('simple', $2) and not (select count(*) > 2000
  from (select
  from promptr.prompts
  where user_id = $3
  limit 2001) as owned)
  order by "updated_at" desc, id desc
  limit $4)
  union all (select id, "updated_at", search @@ to_tsquery('simple', $5) as titled
  from promptr.prompts
  where true and search @@ to_tsquery('simple', $6) and (select count(*) > 2000
  from (select
  from promptr.prompts
  where user_id = $7
  limit 2001) as owned)
  order by "updated_at" desc, id desc
  limit $8) ), compared as (select id as chosen
  from found
  order by titled desc, "updated_at" desc, id desc
  limit $9) select id, (ts_rank_cd('{0, 0.02, 0, 1}', search, to_tsquery('simple', $10), 32) + 0 * (1 + 20.0 / (20 + length(search_title))))::float8 as score, (select count(*)::int
  from found) as found
  from compared join promptr.prompts on id = chosen;

-- search-queries.countWhere
select count(*)::int as "total"
  from "promptr"."prompts"
  where true;

-- search-queries.idsInOrder
select "id"
  from "promptr"."prompts"
  where true
  order by "created_at" desc, "id" desc
  limit $1
  offset $2;

-- search-queries.nearDuplicates
select id, bit_count((simhash # $1::bigint)::bit(64))::int as bits
  from promptr.prompts
  where is_public and moderation_status = 'approved' and deleted_at is null and ((simhash & 65535) = (($2::bigint >> 0) & 65535) or ((simhash >> 16) & 65535) = (($3::bigint >> 16) & 65535) or ((simhash >> 32) & 65535) = (($4::bigint >> 32) & 65535) or ((simhash >> 48) & 65535) = (($5::bigint >> 48) & 65535)) and bit_count((simhash # $6::bigint)::bit(64)) <= $7 and id is distinct
  from $8::uuid
  order by bits, id
  limit $9;

-- search-queries.termsSaid
select id, array[search @@ to_tsquery('simple', $1), search @@ to_tsquery('simple', $2)] as said
  from promptr.prompts
  where id = any($3::uuid[]);

-- search-queries.trigramHome
select n.nspname as home
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_trgm' and has_schema_privilege(n.oid, 'usage');
