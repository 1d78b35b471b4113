import type { Scope } from "../../scope.ts";
import { BLANK_NAME, FOREIGN_TOKEN_MS } from "./erase-job.ts";
import { unfinishedErasures } from "./erase-queries.ts";
import { eraseAccount } from "./jobs.ts";

/** All attempts of the job, and the waits between them, are over by then. */
const JOB_MS = 6 * 3_600_000;
const RESUMED_MAX = 500;

/** Sends the job again for closed accounts it has not finished: it is promised to their owners. Once a day at most. */
export async function resumeErasures({ db, jobs, now }: Pick<Scope, "db" | "jobs" | "now">): Promise<void> {
  const at = now();
  const before = (ms: number): Date => new Date(at.getTime() - ms);
  const wanted = {
    closedBefore: before(JOB_MS),
    tokensDeadBefore: before(FOREIGN_TOKEN_MS),
    name: BLANK_NAME,
    limit: RESUMED_MAX,
  };
  for (const { id } of await db.rows(unfinishedErasures(wanted)))
    await jobs.send(eraseAccount, { userId: id }, { key: `${id}:${at.toISOString().slice(0, 10)}` });
}
