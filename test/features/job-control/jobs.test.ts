import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.sql("delete from pgboss.job");
  admin = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

type Made = { state?: string; payload?: object; output?: object; minutesAgo?: number; retryCount?: number };
/** A job as the queue would have it by now. */
async function made(queue: string, over: Made = {}): Promise<string> {
  const {
    state = "created",
    payload = { to: randomUUID(), template: "welcome" },
    output = null,
    minutesAgo = 0,
  } = over;
  const id = randomUUID();
  const isOver = ["completed", "failed", "cancelled"].includes(state);
  await world.sql(
    `insert into pgboss.job (id, name, data, state, output, retry_limit, retry_count, created_on, start_after, started_on, completed_on, dead_letter)
     select $1, $2, $3, $4::pgboss.job_state, $5, 2, $6, at, at, case when $4 in ('created', 'retry') then null else at end,
       case when $7 then at end, 'dead_letter' from (select now() - make_interval(mins => $8) as at) as t`,
    [
      id,
      queue,
      JSON.stringify({ payload, requestId: "req_of-a-test" }),
      state,
      output,
      over.retryCount ?? 0,
      isOver,
      minutesAgo,
    ],
  );
  return id;
}
/** A job that failed for good, and its dead letter. */
async function dead(queue: string): Promise<{ id: string; letter: string }> {
  const id = await made(queue, { state: "failed", retryCount: 2, output: { error: "TypeError" } });
  const letter = randomUUID();
  await world.sql(
    `insert into pgboss.job (id, name, data, source_name, source_id, source_root_id, source_output, source_retry_count)
     select $1, 'dead_letter', data, name, id, id, output, retry_count from pgboss.job where id = $2`,
    [letter, id],
  );
  return { id, letter };
}
const stateOf = async (id: string): Promise<unknown> =>
  (await world.sql("select state::text from pgboss.job where id = $1", [id]))[0]?.["state"];
const rowOf = async (id: string): Promise<Record<string, unknown>> =>
  (await world.sql("select * from pgboss.job where id = $1", [id]))[0]!;
const told = (action: string) =>
  world.sql(
    "select details, actor_id, outcome from promptr.audit_log where action = $1 and actor_id = $2 order by seq",
    [action, admin.userId],
  );

describe("GET /admin/jobs", () => {
  test("shows every queue with its counts by state, its schedule, its oldest wait and what it got done", async () => {
    const queue = "users.export";
    for (const [state, minutesAgo] of [
      ["created", 10],
      ["retry", 3],
      ["active", 1],
      ["completed", 0],
      ["completed", 30],
      ["completed", 120],
      ["failed", 5],
      ["cancelled", 5],
    ] as const)
      await made(queue, { state, minutesAgo });
    const { status, body } = await admin.get("/admin/jobs");
    expect(status).toBe(200);
    const names = body.queues.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["dead_letter", "mail.send", "cleanup.expired", "models.refresh"]));
    expect(names.filter((name: string) => name.startsWith("__"))).toEqual([]);
    const shown = body.queues.find(({ name }: { name: string }) => name === queue);
    expect(shown).toMatchObject({
      pausedAt: null,
      schedule: null,
      counts: { created: 1, retry: 1, active: 1, completed: 3, cancelled: 1, failed: 1 },
      throughput: { completedLastMinute: 1, completedLastHour: 2, failedLastHour: 1 },
    });
    expect(shown.oldestWaitSeconds).toBeGreaterThanOrEqual(600);
    expect(shown.oldestWaitSeconds).toBeLessThan(660);
    expect(body.queues.find(({ name }: { name: string }) => name === "cleanup.daily").schedule).toBe("17 3 * * *");
  });

  test("lists jobs newest first, by queue and state, page by page without a gap or a repetition", async () => {
    const queue = "models.warn";
    const failed: string[] = [];
    for (let n = 0; n < 5; n += 1)
      failed.unshift(await made(queue, { state: "failed", minutesAgo: 10 - n, payload: {} }));
    await made(queue, { state: "completed", payload: {} });
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body, headers } = await admin.get(`/admin/jobs?queue=${queue}&state=failed&limit=2${cursor}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      expect(body.queues.map(({ name }: { name: string }) => name)).toEqual([queue]);
      expect(headers.get("link") === null).toBe(!body.pagination.hasMore);
      cursor = body.pagination.nextCursor === null ? "" : `&cursor=${body.pagination.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(failed);
    expect((await admin.get("/admin/jobs?cursor=forged")).body.code).toBe("invalid_cursor");
    for (const wrong of ["state=dreaming", "limit=101", "queue=Robert'); --", "more=1"])
      expect((await admin.get(`/admin/jobs?${wrong}`)).status).toBe(400);
  });
});

describe("GET /admin/jobs/:id", () => {
  test("shows the ids a job is about, who asked for it and the name of its error; anything else of its payload is redacted", async () => {
    const to = randomUUID();
    const id = await made("mail.send", {
      state: "failed",
      retryCount: 2,
      payload: {
        to,
        template: "welcome",
        since: "2026-11-22T12:00:00.000Z",
        note: "ada@example.com wrote this",
        deep: { a: to },
      },
      output: { error: "TypeError", message: "cannot write to ada@example.com" },
    });
    const { status, body, text } = await admin.get(`/admin/jobs/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      queue: "mail.send",
      state: "failed",
      payload: { to, template: "welcome", since: "2026-11-22T12:00:00.000Z", note: "[redacted]", deep: "[redacted]" },
      requestId: "req_of-a-test",
      attempts: 3,
      attemptsMax: 3,
      error: "TypeError",
      source: null,
    });
    expect(text).not.toContain("ada@");
  });

  test.each([
    [{ value: { message: "job heartbeat timeout" } }, "WorkerLost"],
    [{ value: { message: "job timed out" } }, "TimedOut"],
    [{ message: "pg-boss shut down while active" }, "WorkerStopped"],
    [{ message: "ada@example.com" }, "Error"],
    [{ error: "ada@example.com" }, null],
    [null, null],
  ])("calls %j %s", async (output, error) => {
    const id = await made("mail.send", { state: "failed", ...(output && { output }) });
    const { body, text } = await admin.get(`/admin/jobs/${id}`);
    expect(body.error).toBe(error);
    expect(text).not.toContain("ada@");
  });

  test("says of a dead letter which job it is of", async () => {
    const { id, letter } = await dead("mail.send");
    const { body } = await admin.get(`/admin/jobs/${letter}`);
    expect(body).toMatchObject({ queue: "dead_letter", error: "TypeError", source: { queue: "mail.send", id } });
  });

  test("knows nothing of a job there is none of", async () => {
    expect((await admin.get(`/admin/jobs/${randomUUID()}`)).status).toBe(404);
    expect((await admin.get("/admin/jobs/nonsense")).status).toBe(400);
  });
});

describe("POST /admin/jobs/retry", () => {
  test("puts failed jobs of a queue back under their ids with all their attempts, removes their dead letters, and touches nothing else", async () => {
    const queue = "models.refresh";
    const others = await Promise.all(
      ["created", "retry", "active", "completed", "cancelled"].map((state) => made(queue, { state, payload: {} })),
    );
    const elsewhere = await dead("mail.send");
    const before = await Promise.all(others.map(rowOf));
    const failed = [await dead(queue), await dead(queue)];
    const { status, body } = await admin.post("/admin/jobs/retry", { queue });
    expect([status, body]).toEqual([200, { retried: 2, left: 0 }]);
    for (const { id, letter } of failed) {
      const row = await rowOf(id);
      // It has failed thrice, and may run three times more.
      expect(row).toMatchObject({ state: "retry", retry_count: 2, retry_limit: 5, completed_on: null });
      expect(await stateOf(letter)).toBeUndefined();
    }
    expect(await Promise.all(others.map(rowOf))).toEqual(before);
    expect(await stateOf(elsewhere.id)).toBe("failed");
    expect(await stateOf(elsewhere.letter)).toBe("created");
    expect((await admin.post("/admin/jobs/retry", { queue })).body).toEqual({ retried: 0, left: 0 });
    expect(await told("job.retry")).toEqual([
      { details: { queue, named: null, retried: 2 }, actor_id: admin.userId, outcome: "done" },
    ]);
  });

  test("takes the ids of jobs and of dead letters for the same, and leaves alone ids of jobs that have not failed", async () => {
    const [byJob, byLetter, other] = [await dead("users.erase"), await dead("users.erase"), await dead("users.erase")];
    const running = await made("users.erase", { state: "active" });
    const ids = [byJob.id.toUpperCase(), byLetter.letter, running, randomUUID()];
    expect((await admin.post("/admin/jobs/retry", { ids })).body).toEqual({ retried: 2, left: 0 });
    expect(await Promise.all([byJob.id, byLetter.id, other.id, running].map(stateOf))).toEqual([
      "retry",
      "retry",
      "failed",
      "active",
    ]);
    expect(await Promise.all([byJob, byLetter].map(({ letter }) => stateOf(letter)))).toEqual([undefined, undefined]);
  });

  test("makes the job of a dead letter anew, under its old id, when the queue has forgotten it", async () => {
    const { id, letter } = await dead("library.trending");
    const { data } = await rowOf(id);
    await world.sql("delete from pgboss.job where id = $1", [id]);
    expect((await admin.post("/admin/jobs/retry", { queue: "library.trending" })).body).toEqual({
      retried: 1,
      left: 0,
    });
    expect(await rowOf(id)).toMatchObject({
      name: "library.trending",
      state: "created",
      data,
      retry_limit: 2,
      retry_count: 0,
      dead_letter: "dead_letter",
      heartbeat_seconds: 12,
    });
    expect(await stateOf(letter)).toBeUndefined();
  });

  test("puts back a thousand at most, says how many are left, and two at once never put back one twice", async () => {
    const queue = "cleanup.logs";
    await world.sql(
      `insert into pgboss.job (name, data, state, retry_limit, completed_on)
       select $1, '{"payload": {}}', 'failed', 2, now() from generate_series(1, 2500)`,
      [queue],
    );
    const both = await Promise.all([1, 2].map(() => admin.post("/admin/jobs/retry", { queue })));
    expect(both.map(({ body }) => body.retried)).toEqual([1_000, 1_000]);
    expect((await admin.post("/admin/jobs/retry", { queue })).body).toEqual({ retried: 500, left: 0 });
    const [row] = await world.sql(
      "select count(*)::int as number, max(retry_limit) as attempts from pgboss.job where name = $1 and state = 'retry'",
      [queue],
    );
    expect(row).toEqual({ number: 2_500, attempts: 3 });
  });

  test("refuses a queue there is none of, too many ids, and what it does not know", async () => {
    expect((await admin.post("/admin/jobs/retry", { queue: "no.such" })).status).toBe(404);
    for (const body of [
      { ids: [] },
      { ids: Array.from({ length: 1_001 }, () => randomUUID()) },
      { ids: ["x"] },
      { all: true },
    ])
      expect((await admin.post("/admin/jobs/retry", body)).status).toBe(400);
  });
});

describe("DELETE /admin/jobs/completed", () => {
  test("removes completed jobs only, of one queue or of all, and says how many are left", async () => {
    await world.sql("delete from pgboss.job where state = 'completed'");
    const kept = await Promise.all(
      ["created", "retry", "active", "failed", "cancelled"].map((state) => made("mail.send", { state })),
    );
    const letters = await dead("mail.send");
    await made("mail.send", { state: "completed" });
    await made("users.erase", { state: "completed" });
    expect((await admin.delete("/admin/jobs/completed?queue=mail.send")).body).toEqual({ deleted: 1, left: 0 });
    expect((await admin.delete("/admin/jobs/completed")).body).toEqual({ deleted: 1, left: 0 });
    expect((await admin.delete("/admin/jobs/completed")).body).toEqual({ deleted: 0, left: 0 });
    expect(await Promise.all(kept.map(stateOf))).toEqual(["created", "retry", "active", "failed", "cancelled"]);
    expect(await stateOf(letters.letter)).toBe("created");
    expect(await told("job.clear")).toMatchObject([
      { details: { queue: "mail.send", deleted: 1 } },
      { details: { queue: null, deleted: 1 } },
    ]);
    expect((await admin.delete("/admin/jobs/completed?queue=no.such")).status).toBe(404);
    expect((await admin.delete("/admin/jobs/completed?state=failed")).status).toBe(400);
  });

  test("takes along the dead letters of jobs that were done after all, so that no retry does them again", async () => {
    const { id, letter } = await dead("mail.send");
    // As the dashboard's retry leaves them, which does not know the dead letters.
    await world.sql("update pgboss.job set state = 'completed', completed_on = now() where id = $1", [id]);
    expect((await admin.delete("/admin/jobs/completed?queue=mail.send")).body).toEqual({ deleted: 1, left: 0 });
    expect((await admin.post("/admin/jobs/retry", {})).body).toEqual({ retried: 0, left: 0 });
    expect(await Promise.all([id, letter].map(stateOf))).toEqual([undefined, undefined]);
  });

  test("removes ten thousand at most in one call", async () => {
    await world.sql(
      `insert into pgboss.job (name, data, state, completed_on)
       select 'users.export', '{"payload": {}}', 'completed', now() from generate_series(1, 10100)`,
    );
    const { body } = await admin.delete("/admin/jobs/completed?queue=users.export");
    expect([body.deleted, body.left >= 100]).toEqual([10_000, true]);
  });
});

describe("when the audit row cannot be written", () => {
  test("nothing is done", async () => {
    const { id } = await dead("users.export");
    const completed = await made("users.export", { state: "completed" });
    await world.sql("alter table promptr.audit_log add constraint closed check (action !~ '^job') not valid");
    try {
      const answers = await Promise.all([
        admin.post("/admin/jobs/retry", { queue: "users.export" }),
        admin.delete("/admin/jobs/completed"),
        admin.post("/admin/jobs/queues/users.export/pause"),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    } finally {
      await world.sql("alter table promptr.audit_log drop constraint closed");
    }
    expect([await stateOf(id), await stateOf(completed)]).toEqual(["failed", "completed"]);
    expect(await world.sql("select from promptr.paused_queues")).toEqual([]);
  });
});
