import { toPage } from "../../contract/page.ts";
import type { Ports } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_JOBS } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, type Scope, through } from "../../scope.ts";
import { nextLink, NEWEST_FIRST as ORDER, placeOf } from "../listing/index.ts";
import { toJob, toQueue } from "./present.ts";
import {
  type DepthRow,
  jobById,
  type JobRow,
  jobsLike,
  pausedQueues,
  queueDepths,
  queueNumbers,
} from "./read-queries.ts";
import type { Job, JobQuery } from "./schema.ts";

/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };
const cursorOf = ({ id, createdAt }: JobRow) => ({ sort: ORDER.name, value: createdAt.toISOString(), id });

/** Every queue with its numbers, and a page of jobs; both only of what was asked for. */
export async function listJobs(scope: Scope<Actor>, query: JobQuery) {
  const { queue = null, state = null, limit, cursor } = query;
  const { value, id } = placeOf(cursor, ORDER) ?? TOP;
  // In a transaction: counting a long queue takes longer than statements of requests may wait for each other.
  const [queues, jobs] = await through(scope, AS_JOBS).db.transaction(async (db) => [
    await db.rows(queueNumbers(queue)),
    await db.rows(jobsLike({ queue, state, value: String(value), id, limit: limit + 1 })),
  ]);
  const page = toPage(jobs, query, toJob, cursorOf);
  const headers = nextLink(scope, "/admin/jobs", query, page.pagination.nextCursor);
  return new Answer({ ...page, queues: queues.map(toQueue) }, { headers });
}

/** One job; throws `not_found`. */
export async function readJob(scope: Scope<Actor>, id: string): Promise<Job> {
  const row = await through(scope, AS_JOBS).db.first(jobById(id));
  if (!row) throw new Failure("not_found");
  return toJob(row);
}

/** Metrics are asked for by several collectors; one look serves them all for a while. */
const DEPTHS_KEPT_MS = 5_000;

/** What every queue has before it. */
export async function readDepths({
  db,
  ports,
}: {
  readonly db: Db;
  readonly ports: Pick<Ports, "cache">;
}): Promise<readonly DepthRow[]> {
  // In a transaction: counting a long queue takes longer than statements of requests may wait for each other.
  const load = async () => ({ rows: await db.as(AS_JOBS).transaction((open) => open.rows(queueDepths)) });
  return (await ports.cache.get("jobs:depths", { tags: ["jobs:depths"], ttlMs: DEPTHS_KEPT_MS }, load)).rows;
}

export const PAUSES_TAG = "paused_queues";
/** A pause is felt by every worker within this, and sooner where the change feed is quick. */
const KEPT_MS = 1_000;

/** The queues nobody takes from now. */
export async function readPausedQueues({
  db,
  ports,
}: {
  readonly db: Db;
  readonly ports: Pick<Ports, "cache">;
}): Promise<ReadonlySet<string>> {
  const rows = await ports.cache.get("jobs:paused", { tags: [PAUSES_TAG], ttlMs: KEPT_MS }, () =>
    db.as(AS_JOBS).rows(pausedQueues({})),
  );
  return new Set(rows.map(({ name }) => name));
}
