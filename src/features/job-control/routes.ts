import { ok, route } from "../../feature.ts";
import { job, queue } from "./examples.ts";
import { listJobs, readJob } from "./read.ts";
import { Cleared, Job, JobId, JobPage, JobQuery, OneQueue, Queue, QueuePath, Retried, RetryWish } from "./schema.ts";
import { clearCompleted, retryJobs, setPaused } from "./service.ts";

const admin = { tag: "Admin", access: "admin", keyScope: null } as const;

export const routes = [
  route({
    ...admin,
    name: "listJobs",
    method: "GET",
    path: "/admin/jobs",
    doc:
      "Every queue with its counts by state, its oldest wait and its throughput, and the jobs themselves, newest first. " +
      "`queue` and `state` narrow it down.",
    query: JobQuery,
    reply: ok(JobPage),
    fails: ["invalid_cursor"],
    example: { reply: { data: [job], pagination: { limit: 20, hasMore: false, nextCursor: null }, queues: [queue] } },
    run: (scope, { query }) => listJobs(scope, query),
  }),
  route({
    ...admin,
    name: "readJob",
    method: "GET",
    path: "/admin/jobs/:id",
    doc: "One job: its state, its attempts, the ids it is about, and the name of its last error.",
    params: JobId,
    reply: ok(Job),
    fails: ["not_found"],
    example: { reply: job },
    run: (scope, { params }) => readJob(scope, params.id),
  }),
  route({
    ...admin,
    name: "retryJobs",
    method: "POST",
    path: "/admin/jobs/retry",
    doc:
      "Put failed and dead-lettered jobs back in line, with all their attempts: those of a queue, those named by `ids`, " +
      "or all. At most 1,000 a call, oldest first; `left` says how many a further call would put back.",
    body: RetryWish,
    reply: ok(Retried),
    fails: ["not_found"],
    example: { body: { queue: "mail.send" }, reply: { retried: 12, left: 0 } },
    run: (scope, { body }) => retryJobs(scope, body),
  }),
  route({
    ...admin,
    name: "clearCompletedJobs",
    method: "DELETE",
    path: "/admin/jobs/completed",
    doc:
      "Remove completed jobs, oldest first, at most 10,000 a call; `left` says how many remain. Failed jobs stay. " +
      "Completed ones go by themselves after seven days.",
    query: OneQueue,
    reply: ok(Cleared),
    fails: ["not_found"],
    example: { reply: { deleted: 412, left: 0 } },
    run: (scope, { query }) => clearCompleted(scope, query.queue ?? null),
  }),
  route({
    ...admin,
    name: "pauseQueue",
    method: "POST",
    path: "/admin/jobs/queues/:queue/pause",
    doc:
      "Pause a queue: within a second no process takes anything from it any more. What runs is finished, and what is " +
      "sent to it waits. A pause outlives restarts.",
    params: QueuePath,
    reply: ok(Queue),
    fails: ["not_found"],
    example: { reply: { ...queue, pausedAt: "2026-11-22T12:00:00.000Z" } },
    run: (scope, { params }) => setPaused(scope, params.queue, true),
  }),
  route({
    ...admin,
    name: "resumeQueue",
    method: "POST",
    path: "/admin/jobs/queues/:queue/resume",
    doc: "Let a paused queue go on.",
    params: QueuePath,
    reply: ok(Queue),
    fails: ["not_found"],
    example: { reply: queue },
    run: (scope, { params }) => setPaused(scope, params.queue, false),
  }),
];
