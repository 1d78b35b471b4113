-- search-queries.alikeTitles
select "id", "search_title", "promptr"."word_similarity"($1, search_title)::float8 as "likeness"
  from "promptr"."prompts"
  where true and $2 operator("promptr".<%) search_title
  order by "likeness" desc, "id" desc
  limit $3;

-- search-queries.bestMatches (1)
select "id", (ts_rank_cd('{0, 0.02, 0, 1}', search, to_tsquery('simple', $1), 32) + "promptr"."word_similarity"($2, search_title) + "promptr"."similarity"($3, search_title))::float8 as "score"
  from (select "id", "search", "search_title"
  from "promptr"."prompts"
  where true and search @@ to_tsquery('simple', $4)
  order by "trend_score" desc, "id" desc
  limit $5) as "found"
  union all select "id", (ts_rank_cd('{0, 0.02, 0, 1}', search, to_tsquery('simple', $6), 32) + "promptr"."word_similarity"($7, search_title) + "promptr"."similarity"($8, search_title))::float8 as "score"
  from (select "id", "search", "search_title"
  from "promptr"."prompts"
  where true and to_tsvector('simple', search_title) @@ to_tsquery('simple', $9)
  order by "trend_score" desc, "id" desc
  limit $10) as "titled";

-- search-queries.bestMatches (2)
select "id", (ts_rank_cd('{0, 0.02, 0, 1}', search, to_tsquery('simple', $1), 32) + 0)::float8 as "score"
  from (select "id", "search", "search_title"
  from "promptr"."prompts"
  where true and search @@ to_tsquery('simple', $2)
  order by "updated_at" desc, "id" desc
  limit $3) as "found";

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

-- search-queries.setLikeness
select set_config('pg_trgm.word_similarity_threshold', $1, true);

-- search-queries.trigramHome
select n.nspname as home
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_trgm' and has_schema_privilege(n.oid, 'usage');
