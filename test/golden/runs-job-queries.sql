-- runs-job-queries.beginRun
update "promptr"."prompt_test_runs"
  set "state" = $1, "worker" = $2, "started_at" = coalesce(started_at, clock_timestamp())
  where "id" = $3 and "state" in ($4, $5)
  returning "id", "user_id", "prompt_id", "version", "model", "draft", started_at as "started_at";

-- runs-job-queries.endRun
update "promptr"."prompt_test_runs"
  set "state" = $1, "failure" = $2, "draft" = $3, "finished_at" = clock_timestamp()
  where "id" = $4 and "worker" = $5 and "state" = $6;

-- runs-job-queries.insertResult
insert into "promptr"."prompt_test_results" ("run_id", "case_id", "user_id", "name", "passed", "answer", "checks", "failure", "input_tokens", "output_tokens", "cost_usd", "duration_ms", "created_at") select "id" as "run_id", $1::uuid as "case_id", "user_id", $2::text as "name", $3::boolean as "passed", $4::text as "answer", $5::jsonb as "checks", $6::text as "failure", $7::int as "input_tokens", $8::int as "output_tokens", $9::numeric as "cost_usd", $10::int as "duration_ms", clock_timestamp() as "created_at"
  from "promptr"."prompt_test_runs"
  where "id" = $11 and "worker" = $12 and "state" = $13
  on conflict do nothing;

-- runs-job-queries.keepDraft
update "promptr"."prompt_test_runs"
  set "draft" = $1::jsonb
  where "id" = $2 and "worker" = $3 and "state" = $4;

-- runs-job-queries.nextCase
select "c"."id", "c"."name", "c"."variables", "c"."expectations", "c"."updated_at"
  from "promptr"."prompt_test_runs" as "r"
  inner join "promptr"."prompt_test_cases" as "c" on "c"."prompt_id" = "r"."prompt_id"
  where "r"."id" = $1 and "r"."worker" = $2 and "r"."state" = $3 and "c"."user_id" = "r"."user_id" and "c"."created_at" <= "r"."created_at" and not exists (select "s"."case_id"
  from "promptr"."prompt_test_results" as "s"
  where "s"."run_id" = "r"."id" and "s"."case_id" = "c"."id")
  order by "c"."created_at", "c"."id"
  limit $4;

-- runs-job-queries.unanswered
select "failure"
  from "promptr"."prompt_test_results"
  where "run_id" = $1 and "failure" is not null and not exists (select "a"."case_id"
  from "promptr"."prompt_test_results" as "a"
  where "a"."run_id" = $2 and "a"."answer" is not null)
  order by "created_at" desc
  limit $3;
