import { PgBoss } from "pg-boss";
import type { Log } from "../adapters/log.ts";
import { AS_JOBS } from "../db/identity.ts";
import type { Base } from "../http/parts.ts";
import { refuseChange } from "../scope.ts";
import { SCHEMA } from "../jobs/install.ts";
import type { JobScope } from "../jobs/worker.ts";
import type { Storage } from "./storage.ts";

/** How often the queues are looked over for jobs whose worker died; with `HEARTBEAT_SECONDS` it makes their wait. */
const LOOK_SECONDS = 3;
/** A queue that was looked over less long ago is left out: less than the time between two looks, or every other would be. */
const LOOKED_SECONDS = 2;

/** The queue of this process; only one that `works` also tidies up and starts scheduled jobs. */
export async function startQueue({ queue }: Storage, works: boolean, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: queue,
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOKED_SECONDS,
  });
  boss.on("error", (error) => log.warn("The job queue met an error", { error: error.message }));
  boss.on("warning", (warning) => log.warn("The job queue warns", { warning: warning.message }));
  await boss.start();
  return boss;
}

/** What a job runs in: the jobs' own door to the database, and the id of the request that asked for it. */
export const jobScopeOf =
  (base: Base, { database }: Storage): JobScope =>
  (requestId, signal) => {
    const db = database.as(AS_JOBS);
    const request = {
      id: requestId ?? "job",
      ip: "",
      userAgent: null,
      ifMatch: null,
      headers: {},
      method: "JOB",
      isLocal: false,
    };
    const jobs = base.jobs.within(db).from(requestId);
    return {
      ...base,
      actor: null,
      db,
      jobs,
      request,
      signal,
      progress: () => undefined,
      afterCommit: (effect) => effect(),
      changed: refuseChange,
      used: () => undefined, // a job makes no usage row; the calls of models it pays for make their own
    };
  };
