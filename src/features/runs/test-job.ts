import { randomUUID } from "node:crypto";
import { asUser } from "../../db/identity.ts";
import { type Scope, through } from "../../scope.ts";
import { beginRun, endRun, insertResult, nextCase, unanswered } from "./job-queries.ts";
import { testPrompt } from "./jobs.ts";
import { tryCase } from "./try-case.ts";

/** Then the rest is handed to the next job, well before this one would count as failed. */
const SLICE_MS = 5 * 60_000;
/**
 * From when it was first begun: a queue is not its fault. Fifty cases with a judge take ten minutes; a run that is not over by
 * then is held up by providers that hardly answer.
 */
export const RUN_MS_MAX = 60 * 60_000;

/**
 * Asks for one case after the other and keeps what came of each when it is done, so that a successor goes on where a worker
 * died: what is paid twice at most is the question in between. Whoever began last goes on alone.
 */
export async function runTests(scope: Scope<null>, runId: string): Promise<void> {
  const mine = { runId, worker: randomUUID() };
  const run = await scope.db.first(beginRun(mine));
  if (!run) return;
  const owner = { ...through(scope, asUser(run.user_id)), actor: { userId: run.user_id } };
  const end = (failure: string | null) =>
    scope.db.rows(endRun({ ...mine, state: failure === null ? "done" : "failed", failure }));
  const endsAt = performance.now() + SLICE_MS;
  for (;;) {
    scope.signal.throwIfAborted();
    const testCase = await scope.db.first(nextCase(mine));
    if (!testCase) return void (await end((await scope.db.first(unanswered({ runId })))?.failure ?? null));
    if (scope.now().getTime() - run.started_at.getTime() > RUN_MS_MAX) return void (await end("It took too long"));
    if (performance.now() > endsAt) return scope.jobs.send(testPrompt, { runId });
    const tried = await tryCase({ owner, jobs: scope.db, mine, run }, testCase);
    if (tried === "no place") return scope.jobs.send(testPrompt, { runId });
    if (tried.result) await scope.db.rows(insertResult({ ...mine, ...tried.result }));
    if (tried.ends !== null) return void (await end(tried.ends));
  }
}
