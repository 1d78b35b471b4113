-- runs-test-queries.countRuns
select count(*)::int as "total"
  from "promptr"."prompt_test_runs"
  where "prompt_id" = $1 and "user_id" = $2;

-- runs-test-queries.insertRun
insert into "promptr"."prompt_test_runs" ("id", "user_id", "prompt_id", "version", "model", "cases")
  values ($1, $2, $3, $4, $5, $6);

-- runs-test-queries.newestDoneRun
select "r"."id", "r"."prompt_id", "r"."version", "r"."model", "r"."state", "r"."cases", "r"."failure", "r"."created_at", "r"."finished_at", "passed", "failed", "input_tokens", "output_tokens", "cost_usd", "duration_ms"
  from "promptr"."prompt_test_runs" as "r"
  left join lateral (select (count(*) filter (where s.passed))::int as "passed", (count(*) filter (where not s.passed))::int as "failed", coalesce(sum(s.input_tokens), 0)::int as "input_tokens", coalesce(sum(s.output_tokens), 0)::int as "output_tokens", coalesce(sum(s.cost_usd), 0)::float8 as "cost_usd", coalesce(sum(s.duration_ms), 0)::int as "duration_ms"
  from "promptr"."prompt_test_results" as "s"
  where "s"."run_id" = "r"."id") as "sums" on true
  where "r"."prompt_id" = $1 and "r"."user_id" = $2 and "r"."state" = $3 and ($4::int is null or r.version = $5::int) and ($6::int is null or r.version <> $7::int) and ($8::text is null or r.model = $9::text)
  order by "r"."created_at" desc, "r"."id" desc
  limit $10;

-- runs-test-queries.outcomesOf
select "s"."run_id", "s"."case_id", "s"."name", "s"."passed", "s"."duration_ms", "c"."updated_at" as "edited_at", s.cost_usd::float8 as "cost_usd", s.failure is not null or s.checks @> '[{"verdict":"unsure"}]'::jsonb as "unjudged"
  from "promptr"."prompt_test_results" as "s"
  left join "promptr"."prompt_test_cases" as "c" on "c"."id" = "s"."case_id"
  where s.run_id = any($1::uuid[]) and "s"."user_id" = $2
  order by "s"."created_at", "s"."case_id";

-- runs-test-queries.resultsOf
select "case_id", "name", "passed", "checks", "failure", "input_tokens", "output_tokens", "duration_ms", "created_at", left(answer, $1::int) as "answer", coalesce(length(answer), 0) as "answer_characters", cost_usd::float8 as "cost_usd"
  from "promptr"."prompt_test_results"
  where "run_id" = $2 and "user_id" = $3
  order by "created_at", "case_id";

-- runs-test-queries.runOf
select "r"."id", "r"."prompt_id", "r"."version", "r"."model", "r"."state", "r"."cases", "r"."failure", "r"."created_at", "r"."finished_at", "passed", "failed", "input_tokens", "output_tokens", "cost_usd", "duration_ms"
  from "promptr"."prompt_test_runs" as "r"
  left join lateral (select (count(*) filter (where s.passed))::int as "passed", (count(*) filter (where not s.passed))::int as "failed", coalesce(sum(s.input_tokens), 0)::int as "input_tokens", coalesce(sum(s.output_tokens), 0)::int as "output_tokens", coalesce(sum(s.cost_usd), 0)::float8 as "cost_usd", coalesce(sum(s.duration_ms), 0)::int as "duration_ms"
  from "promptr"."prompt_test_results" as "s"
  where "s"."run_id" = "r"."id") as "sums" on true
  inner join "promptr"."prompts" as "p" on "p"."id" = "r"."prompt_id"
  where "r"."prompt_id" = $1 and "r"."user_id" = $2 and "r"."id" = $3 and "p"."user_id" = $4 and "p"."deleted_at" is null;

-- runs-test-queries.runsOf
select "r"."id", "r"."prompt_id", "r"."version", "r"."model", "r"."state", "r"."cases", "r"."failure", "r"."created_at", "r"."finished_at", "passed", "failed", "input_tokens", "output_tokens", "cost_usd", "duration_ms"
  from "promptr"."prompt_test_runs" as "r"
  left join lateral (select (count(*) filter (where s.passed))::int as "passed", (count(*) filter (where not s.passed))::int as "failed", coalesce(sum(s.input_tokens), 0)::int as "input_tokens", coalesce(sum(s.output_tokens), 0)::int as "output_tokens", coalesce(sum(s.cost_usd), 0)::float8 as "cost_usd", coalesce(sum(s.duration_ms), 0)::int as "duration_ms"
  from "promptr"."prompt_test_results" as "s"
  where "s"."run_id" = "r"."id") as "sums" on true
  where "r"."prompt_id" = $1 and "r"."user_id" = $2 and (r.created_at, r.id) < ($3::timestamptz, $4::uuid)
  order by "r"."created_at" desc, "r"."id" desc
  limit $5
  offset $6;

-- runs-test-queries.runState
select (select count(*)::int as "cases"
  from "promptr"."prompt_test_cases"
  where "prompt_id" = $1 and "user_id" = $2) as "cases", exists (select "id"
  from "promptr"."prompt_test_runs"
  where "prompt_id" = $3 and "user_id" = $4 and "state" in ($5, $6)) as "isRunning";
