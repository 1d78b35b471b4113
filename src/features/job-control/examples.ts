import type { Job, Queue } from "./schema.ts";

export const queue: Queue = {
  name: "mail.send",
  pausedAt: null,
  schedule: null,
  counts: { created: 3, retry: 1, active: 2, completed: 1_204, cancelled: 0, failed: 1 },
  oldestWaitSeconds: 2,
  throughput: { completedLastMinute: 40, completedLastHour: 388, failedLastHour: 1 },
};
export const job: Job = {
  id: "019a2f6e-8c1d-8b3a-8e54-3f0c6b7d2a10",
  queue: "mail.send",
  state: "failed",
  payload: { to: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10", template: "welcome" },
  requestId: "req_019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a11",
  attempts: 3,
  attemptsMax: 3,
  error: "Failure",
  createdAt: "2026-11-22T12:00:00.000Z",
  startAfter: "2026-11-22T12:00:14.000Z",
  startedAt: "2026-11-22T12:00:15.000Z",
  completedAt: "2026-11-22T12:00:16.000Z",
  source: null,
};
