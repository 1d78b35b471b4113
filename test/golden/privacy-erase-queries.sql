-- privacy-erase-queries.accountToErase
select "email", "full_name" as "fullName", "origin", "created_at" as "createdAt", "erased_at" as "erasedAt"
  from "promptr"."profiles"
  where "id" = $1;

-- privacy-erase-queries.blankAccount
update "promptr"."profiles"
  set "email" = $1, "full_name" = $2, "preferences" = $3
  where "id" = $4 and "origin" = $5 and "erased_at" is not null;

-- privacy-erase-queries.closeAccount
update "promptr"."profiles"
  set "erased_at" = $1
  where "id" = $2 and "erased_at" is null
  returning "id";

-- privacy-erase-queries.deleteAccount
delete
  from "promptr"."profiles"
  where "id" = $1 and "erased_at" is not null
  returning "id";

-- privacy-erase-queries.deleteJobs
delete
  from pgboss.job
  where (name, id) in (select *
  from unnest($1::text[], $2::uuid[]));

-- privacy-erase-queries.deleteKeysOf
delete
  from "promptr"."api_keys"
  where "user_id" = $1;

-- privacy-erase-queries.hideBatch
with unpublished as ( update promptr.prompts
  set is_public = false
  where id in (select id
  from promptr.prompts
  where user_id = $1 and is_public and deleted_at is null
  limit $3)
  returning 1 ), ended as ( update promptr.shared_prompts
  set revoked_at = $2
  where id in (select id
  from promptr.shared_prompts
  where created_by = $1 and revoked_at is null
  limit $3)
  returning 1 ) select (select count(*)
  from unpublished)::int as prompts, (select count(*)
  from ended)::int as links;

-- privacy-erase-queries.jobsAfter
select name, id, concat_ws(' ', data, output, source_output, singleton_key) like '%' || $3 || '%' as names
  from pgboss.job
  where (name, id) > ($1, $2)
  order by name, id
  limit $4;

-- privacy-erase-queries.unfinishedErasures
select "id"
  from "promptr"."profiles"
  where "erased_at" < $1 and ("origin" = $2 or "full_name" <> $3 or "erased_at" < $4)
  order by "erased_at"
  limit $5;
