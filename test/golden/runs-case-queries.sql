-- runs-case-queries.caseOf
select "c"."id", "c"."prompt_id", "c"."name", "c"."variables", "c"."expectations", "c"."created_at", "c"."updated_at"
  from "promptr"."prompt_test_cases" as "c"
  inner join "promptr"."prompts" as "p" on "p"."id" = "c"."prompt_id"
  where "c"."id" = $1 and "c"."prompt_id" = $2 and "c"."user_id" = $3 and "p"."user_id" = $4 and "p"."deleted_at" is null;

-- runs-case-queries.casesOf
select *
  from ( select page.*, (count(*) over ())::int as found, sum(bytes) over (order by created_at, id rows unbounded preceding) - bytes as bytes_before
  from ( select "id", "prompt_id", "name", "variables", "expectations", "created_at", "updated_at", octet_length(variables::text) + octet_length(expectations::text) as bytes
  from promptr.prompt_test_cases
  where prompt_id = $1 and user_id = $2 and (created_at, id) > ($3::timestamptz, $4::uuid)
  order by created_at, id
  limit $5
  offset $6 ) as page ) as measured
  where bytes_before < 1000000
  order by created_at, id;

-- runs-case-queries.changeCase
update "promptr"."prompt_test_cases"
  set "name" = $1, "variables" = $2::jsonb, "expectations" = $3::jsonb
  from "promptr"."prompts"
  where "promptr"."prompt_test_cases"."id" = $4 and "promptr"."prompt_test_cases"."prompt_id" = $5 and "promptr"."prompt_test_cases"."user_id" = $6 and "promptr"."prompts"."id" = "promptr"."prompt_test_cases"."prompt_id" and "promptr"."prompts"."deleted_at" is null
  returning "promptr"."prompt_test_cases"."id", "promptr"."prompt_test_cases"."prompt_id", "promptr"."prompt_test_cases"."name", "promptr"."prompt_test_cases"."variables", "promptr"."prompt_test_cases"."expectations", "promptr"."prompt_test_cases"."created_at", "promptr"."prompt_test_cases"."updated_at";

-- runs-case-queries.countCases
select count(*)::int as "cases"
  from "promptr"."prompt_test_cases"
  where "prompt_id" = $1 and "user_id" = $2;

-- runs-case-queries.deleteCase
delete
  from "promptr"."prompt_test_cases" using "promptr"."prompts"
  where "promptr"."prompt_test_cases"."id" = $1 and "promptr"."prompt_test_cases"."prompt_id" = $2 and "promptr"."prompt_test_cases"."user_id" = $3 and "promptr"."prompts"."id" = "promptr"."prompt_test_cases"."prompt_id" and "promptr"."prompts"."deleted_at" is null
  returning "promptr"."prompt_test_cases"."id";

-- runs-case-queries.insertCase
insert into "promptr"."prompt_test_cases" ("id", "user_id", "prompt_id", "name", "variables", "expectations")
  values ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
  returning "id", "prompt_id", "name", "variables", "expectations", "created_at", "updated_at";

-- runs-case-queries.lockPrompt
select "id"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null for no key update;

-- runs-case-queries.promptThere
select "id"
  from "promptr"."prompts"
  where "id" = $1 and "user_id" = $2 and "deleted_at" is null;
