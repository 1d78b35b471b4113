import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { Json } from "../../db/tables.ts";

/** A run that is this worker's: whoever began it last. */
type Mine = { readonly runId: string; readonly worker: string };

/** The run, begun or taken over from whoever had it; nothing when it has ended or is gone. */
export const beginRun = statement((p: Mine) =>
  build
    .updateTable("prompt_test_runs")
    .set({
      state: "running",
      worker: p.worker,
      started_at: sql<Date>`coalesce(started_at, clock_timestamp())`,
    })
    .where("id", "=", p.runId)
    .where("state", "in", ["queued", "running"])
    .returning(["id", "user_id", "prompt_id", "version", "model", "draft"])
    .returning(sql<Date>`started_at`.as("started_at")),
);

/** The oldest case that is not done yet, of those there were when the run was asked for; nothing once another worker has it. */
export const nextCase = statement((p: Mine) =>
  build
    .selectFrom("prompt_test_runs as r")
    .innerJoin("prompt_test_cases as c", "c.prompt_id", "r.prompt_id")
    .select(["c.id", "c.name", "c.variables", "c.expectations", "c.updated_at"])
    .where("r.id", "=", p.runId)
    .where("r.worker", "=", p.worker)
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

/** Keeps what is being judged: JSON as text. */
export const keepDraft = statement((p: Mine & { draft: string }) =>
  build
    .updateTable("prompt_test_runs")
    .set({ draft: sql<Json>`${p.draft}::jsonb` })
    .where("id", "=", p.runId)
    .where("worker", "=", p.worker)
    .where("state", "=", "running"),
);

export type NewResult = {
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

/** Once a case, while its run is under way and this worker's. */
export const insertResult = statement((p: Mine & NewResult) =>
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
        .where("worker", "=", p.worker)
        .where("state", "=", "running"),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

/** Ends a run that is under way and this worker's; one that has ended stays as it is. */
export const endRun = statement((p: Mine & { state: "done" | "failed"; failure: string | null }) =>
  build
    .updateTable("prompt_test_runs")
    .set({ state: p.state, failure: p.failure, draft: null, finished_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", p.runId)
    .where("worker", "=", p.worker)
    .where("state", "=", "running"),
);

/** Why the last case failed, when not one of the run got an answer; nothing where one did. */
export const unanswered = statement((p: { runId: string }) =>
  build
    .selectFrom("prompt_test_results")
    .select("failure")
    .where("run_id", "=", p.runId)
    .where("failure", "is not", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("prompt_test_results as a")
            .select("a.case_id")
            .where("a.run_id", "=", p.runId)
            .where("a.answer", "is not", null),
        ),
      ),
    )
    .orderBy("created_at", "desc")
    .limit(1),
);
