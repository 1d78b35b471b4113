import { newId } from "../../contract/id.ts";
import { offsetOf, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { requireReading } from "../enrichment/index.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { findPrompt } from "../rendering/index.ts";
import { lockPrompt, promptThere } from "./case-queries.ts";
import type { TestListQuery } from "./case-schema.ts";
import type { Check } from "./expectations/expectation.ts";
import { testPrompt } from "./jobs.ts";
import { modelFor } from "./model.ts";
import { countRuns, insertRun, resultsOf, runOf, type RunRow, runsOf, runState } from "./test-queries.ts";
import {
  ANSWER_SHOWN_MAX,
  type TestResult,
  type TestRun,
  type TestRunId,
  type TestRunInput,
  type TestRunWithResults,
} from "./test-schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** What is to be tested, found out before a transaction is opened. */
export type Planned = { readonly version: number; readonly model: string };

export async function planRun(scope: Scope<Actor>, promptId: string, input: TestRunInput): Promise<Planned> {
  requireReading(scope.actor);
  const { model: named, ...which } = input;
  const { version, model } = await findPrompt(scope, promptId, which);
  const { choice } = await modelFor(scope, named, model);
  return { version, model: choice.model.id };
}

/** Puts a run in the queue: one at a time for a prompt, and a few a day (`testRuns`). */
export function startRun(scope: Scope<Actor>, promptId: string, { version, model }: Planned): Promise<Answer<TestRun>> {
  const own = { userId: scope.actor.userId, promptId };
  const id = newId(scope.now().getTime());
  return atomically(scope, async (inner) => {
    if (!(await inner.db.first(lockPrompt(own)))) throw new Failure("not_found");
    const { cases, isRunning } = await inner.db.one(runState(own));
    if (!cases) throw new Failure("no_test_cases");
    if (isRunning) throw new Failure("test_run_running");
    // Not before: who is told that one is under way has used up no try.
    await inner.ports.throttle.spend("testRuns", own.userId);
    await inner.db.rows(insertRun({ ...own, id, version, model, cases }));
    await inner.jobs.send(testPrompt, { runId: id });
    const headers = { Location: `/api/v1/prompts/${promptId}/tests/runs/${id}` };
    return new Answer(toRun(await inner.db.one(runOf({ ...own, id }))), { headers });
  });
}

export async function listRuns(scope: Scope<Actor>, promptId: string, query: TestListQuery) {
  const own = { userId: scope.actor.userId, promptId };
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const [prompt, rows, counted] = await Promise.all([
    scope.db.first(promptThere(own)),
    scope.db.rows(runsOf({ ...own, ...place, limit: query.limit + 1, offset: offsetOf(query) })),
    query.include && scope.db.one(countRuns(own)),
  ]);
  if (!prompt) throw new Failure("not_found");
  const page = toPage(rows, query, toRun, cursorOf, { total: counted?.total });
  const headers = nextLink(scope, `/prompts/${promptId}/tests/runs`, query, page.pagination.nextCursor);
  return new Answer(page, { headers });
}

export async function readRun(scope: Scope<Actor>, { id: promptId, runId }: TestRunId): Promise<TestRunWithResults> {
  const { userId } = scope.actor;
  const [run, results] = await Promise.all([
    scope.db.first(runOf({ userId, promptId, id: runId })),
    scope.db.rows(resultsOf({ userId, runId, characters: ANSWER_SHOWN_MAX })),
  ]);
  if (!run) throw new Failure("not_found");
  return { ...toRun(run), results: results.map(toResult) };
}

const cursorOf = ({ id, created_at: at }: RunRow) => ({ sort: ORDER.name, value: at.toISOString(), id });

export const toRun = (row: RunRow): TestRun => ({
  id: row.id,
  promptId: row.prompt_id,
  version: row.version,
  model: row.model,
  state: row.state,
  cases: row.cases,
  passed: row.passed ?? 0,
  failed: row.failed ?? 0,
  failure: row.failure,
  inputTokens: row.input_tokens ?? 0,
  outputTokens: row.output_tokens ?? 0,
  costUsd: row.cost_usd ?? 0,
  durationMs: row.duration_ms ?? 0,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

type ResultRow = NonNullable<ReturnType<typeof resultsOf>["row"]>;
const toResult = (row: ResultRow): TestResult => ({
  caseId: row.case_id,
  name: row.name,
  passed: row.passed,
  failure: row.failure,
  answer: row.answer,
  answerCharacters: row.answer_characters,
  // Written by the job, of the same shape.
  checks: row.checks as Check[],
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  costUsd: row.cost_usd,
  durationMs: row.duration_ms,
  createdAt: row.created_at.toISOString(),
});
