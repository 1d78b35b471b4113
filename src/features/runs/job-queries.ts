import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { Json } from "../../db/tables.ts";

/** The run, begun or begun before; nothing when it has ended or is gone. */
export const beginRun = statement((p: { runId: string }) =>
  build
    .updateTable("prompt_test_runs")
    .set({ state: "running" })
    .where("id", "=", p.runId)
    .where("state", "in", ["queued", "running"])
    .returning(["id", "user_id", "prompt_id", "version", "model", "created_at"]),
);

/** The oldest case that is not done yet, of those there were when the run was asked for. */
export const nextCase = statement((p: { runId: string }) =>
  build
    .selectFrom("prompt_test_runs as r")
    .innerJoin("prompt_test_cases as c", "c.prompt_id", "r.prompt_id")
    .select(["c.id", "c.name", "c.variables", "c.expectations"])
    .where("r.id", "=", p.runId)
    .where("r.state", "=", "running")
    .whereRef("c.user_id", "=", "r.user_id")
    .whereRef("c.created_at", "<=", "r.created_at")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("prompt_test_results as s")
            .select("s.case_id")
            .whereRef("s.run_id", "=", "r.id")
            .whereRef("s.case_id", "=", "c.id"),
        ),
      ),
    )
    .orderBy("c.created_at")
    .orderBy("c.id")
    .limit(1),
);

export type NewResult = {
  readonly runId: string;
  readonly caseId: string;
  readonly name: string;
  readonly passed: boolean;
  readonly answer: string | null;
  /** JSON as text. */
  readonly checks: string;
  readonly failure: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly durationMs: number;
};

/** Once a case, while its run is under way; whoever was faster is not overwritten. */
export const insertResult = statement((p: NewResult) =>
  build
    .insertInto("prompt_test_results")
    .columns([
      ...(["run_id", "case_id", "user_id", "name", "passed", "answer", "checks", "failure"] as const),
      ...(["input_tokens", "output_tokens", "cost_usd", "duration_ms", "created_at"] as const),
    ])
    .expression((eb) =>
      eb
        .selectFrom("prompt_test_runs")
        .select([
          "id as run_id",
          sql<string>`${p.caseId}::uuid`.as("case_id"),
          "user_id",
          sql<string>`${p.name}::text`.as("name"),
          sql<boolean>`${p.passed}::boolean`.as("passed"),
          sql<string | null>`${p.answer}::text`.as("answer"),
          sql<Json>`${p.checks}::jsonb`.as("checks"),
          sql<string | null>`${p.failure}::text`.as("failure"),
          sql<number>`${p.inputTokens}::int`.as("input_tokens"),
          sql<number>`${p.outputTokens}::int`.as("output_tokens"),
          sql<number>`${p.costUsd}::numeric`.as("cost_usd"),
          sql<number>`${p.durationMs}::int`.as("duration_ms"),
          sql<Date>`clock_timestamp()`.as("created_at"),
        ])
        .where("id", "=", p.runId)
        .where("state", "=", "running"),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

/** Ends a run that is under way; one that has ended stays as it is. */
export const endRun = statement((p: { runId: string; state: "done" | "failed"; failure: string | null }) =>
  build
    .updateTable("prompt_test_runs")
    .set({ state: p.state, failure: p.failure, finished_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", p.runId)
    .where("state", "in", ["queued", "running"]),
);
