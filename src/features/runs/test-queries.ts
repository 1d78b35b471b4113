import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Own = { readonly userId: string; readonly promptId: string };

/** What a new run depends on. Ask after `lockPrompt`: a statement that waited still sees what was there before. */
export const runState = statement((p: Own) =>
  build.selectNoFrom((eb) => [
    eb
      .selectFrom("prompt_test_cases")
      .select(sql<number>`count(*)::int`.as("cases"))
      .where("prompt_id", "=", p.promptId)
      .where("user_id", "=", p.userId)
      .as("cases"),
    eb
      .exists(
        eb
          .selectFrom("prompt_test_runs")
          .select("id")
          .where("prompt_id", "=", p.promptId)
          .where("user_id", "=", p.userId)
          .where("state", "in", ["queued", "running"]),
      )
      .as("isRunning"),
  ]),
);

export const insertRun = statement((p: Own & { id: string; version: number; model: string; cases: number }) =>
  build
    .insertInto("prompt_test_runs")
    .values({ id: p.id, user_id: p.userId, prompt_id: p.promptId, version: p.version, model: p.model, cases: p.cases }),
);

const RUN = [
  ...(["id", "prompt_id", "version", "model", "state", "cases", "failure", "created_at", "finished_at"] as const),
] as const;

/** Runs with what their cases came to. */
const runs = (p: Own) =>
  build
    .selectFrom("prompt_test_runs as r")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("prompt_test_results as s")
          .select([
            sql<number>`(count(*) filter (where s.passed))::int`.as("passed"),
            sql<number>`(count(*) filter (where not s.passed))::int`.as("failed"),
            sql<number>`coalesce(sum(s.input_tokens), 0)::int`.as("input_tokens"),
            sql<number>`coalesce(sum(s.output_tokens), 0)::int`.as("output_tokens"),
            sql<number>`coalesce(sum(s.cost_usd), 0)::float8`.as("cost_usd"),
            sql<number>`coalesce(sum(s.duration_ms), 0)::int`.as("duration_ms"),
          ])
          .whereRef("s.run_id", "=", "r.id")
          .as("sums"),
      (join) => join.onTrue(),
    )
    .select(RUN.map((column) => `r.${column}` as const))
    .select(["passed", "failed", "input_tokens", "output_tokens", "cost_usd", "duration_ms"])
    .where("r.prompt_id", "=", p.promptId)
    .where("r.user_id", "=", p.userId);

export type RunRow = NonNullable<ReturnType<typeof runOf>["row"]>;

export const runOf = statement((p: Own & { id: string }) =>
  runs(p)
    .innerJoin("prompts as p", "p.id", "r.prompt_id")
    .where("r.id", "=", p.id)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null),
);

type Span = { readonly value: string | number; readonly id: string; readonly limit: number; readonly offset: number };

/** Newest first, what comes after the place given by `value` (a time) and `id`. */
export const runsOf = statement((p: Own & Span) =>
  runs(p)
    .where(sql<boolean>`(r.created_at, r.id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .orderBy("r.created_at", "desc")
    .orderBy("r.id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const countRuns = statement((p: Own) =>
  build
    .selectFrom("prompt_test_runs")
    .select(sql<number>`count(*)::int`.as("total"))
    .where("prompt_id", "=", p.promptId)
    .where("user_id", "=", p.userId),
);

type Wanted = Own & { readonly version: number | null; readonly other: number | null; readonly model: string | null };

/** The newest finished run of a version, or of any but `other`. */
export const newestDoneRun = statement((p: Wanted) =>
  runs(p)
    .where("r.state", "=", "done")
    .where(sql<boolean>`(${p.version}::int is null or r.version = ${p.version}::int)`)
    .where(sql<boolean>`(${p.other}::int is null or r.version <> ${p.other}::int)`)
    .where(sql<boolean>`(${p.model}::text is null or r.model = ${p.model}::text)`)
    .orderBy("r.created_at", "desc")
    .orderBy("r.id", "desc")
    .limit(1),
);

/** In the order they were done; answers only up to so many characters. */
export const resultsOf = statement((p: { userId: string; runId: string; characters: number }) =>
  build
    .selectFrom("prompt_test_results")
    .select([
      "case_id",
      "name",
      "passed",
      "checks",
      "failure",
      "input_tokens",
      "output_tokens",
      "duration_ms",
      "created_at",
    ])
    .select([
      sql<string | null>`left(answer, ${p.characters}::int)`.as("answer"),
      sql<number>`coalesce(length(answer), 0)`.as("answer_characters"),
      sql<number>`cost_usd::float8`.as("cost_usd"),
    ])
    .where("run_id", "=", p.runId)
    .where("user_id", "=", p.userId)
    .orderBy("created_at")
    .orderBy("case_id"),
);

/** What both runs found of each case, without the answers; `edited_at` is null for a case that is gone. */
export const outcomesOf = statement((p: { userId: string; runIds: readonly string[] }) =>
  build
    .selectFrom("prompt_test_results as s")
    .leftJoin("prompt_test_cases as c", "c.id", "s.case_id")
    .select(["s.run_id", "s.case_id", "s.name", "s.passed", "s.duration_ms", "c.updated_at as edited_at"])
    .select(sql<number>`s.cost_usd::float8`.as("cost_usd"))
    .select(
      sql<boolean>`s.failure is not null or s.checks @> ${sql.lit('[{"verdict":"unsure"}]')}::jsonb`.as("unjudged"),
    )
    .where(sql<boolean>`s.run_id = any(${p.runIds}::uuid[])`)
    .where("s.user_id", "=", p.userId)
    .orderBy("s.created_at")
    .orderBy("s.case_id"),
);
