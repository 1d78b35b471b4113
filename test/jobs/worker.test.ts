import { randomUUID } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createLog, type Log } from "../../src/adapters/log.ts";
import { jobScopeOf, startQueue } from "../../src/app/queue.ts";
import { type Job, job, JobRefused } from "../../src/contract/job.ts";
import { openQueuePool } from "../../src/db/queue-pool.ts";
import { AS_JOBS, asUser } from "../../src/db/identity.ts";
import { type Feature, handle } from "../../src/feature.ts";
import { features } from "../../src/features/index.ts";
import type { Base } from "../../src/http/parts.ts";
import { installQueues } from "../../src/jobs/install.ts";
import { createJobs } from "../../src/jobs/queue.ts";
import { startWorkers } from "../../src/jobs/worker.ts";
import type { Jobs, Scope } from "../../src/scope.ts";
import { createWorld, until, type World } from "../world.ts";

const SECRET = "ada@example.com";
const Note = z.strictObject({ note: z.string().max(100) });
const tiny = (name: string, attempts = 1) => job({ name, payload: Note, attempts, timeoutSeconds: 10, concurrency: 2 });
const works = tiny("tiny.works");
const fails = tiny("tiny.fails", 2);
const refuses = tiny("tiny.refuses", 5);
const picky = tiny("tiny.picky");
const idle = tiny("tiny.idle");
const mixed = tiny("tiny.mixed");
const held = new Map<string, Promise<void>>();
const ran: { job: string; note: string; scope: Scope<null> }[] = [];
const handler = (of: Job<typeof Note>, end: () => void) =>
  handle(of, async (scope, { note }) => {
    ran.push({ job: of.name, note, scope });
    end();
  });
const done = () => undefined;
const feature: Feature = {
  name: "tiny",
  routes: [],
  jobs: [works, fails, refuses, picky, mixed],
  handlers: [
    handler(works, done),
    handler(fails, () => {
      throw new TypeError(`cannot write to ${SECRET}`);
    }),
    handler(refuses, () => {
      throw new JobRefused(`${SECRET} does not exist`);
    }),
    handler(picky, done),
    handle(mixed, async (_scope, { note }) => held.get(note)),
  ],
};
/** Has a queue, and nobody who works it here. */
const unworked: Feature = { name: "idle", routes: [], jobs: [idle], handlers: [handler(idle, done)] };

let world: World;
let boss: PgBoss;
let jobs: Jobs;
const lines: Record<string, unknown>[] = [];
const log: Log = createLog({
  level: "info",
  human: false,
  to: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
});

beforeAll(async () => {
  world = await createWorld();
  const { storage, ports } = world.app;
  const pool = openQueuePool({ connection: storage.connections.app, pooled: false, onError: () => undefined });
  await installQueues(pool, [...features, feature, unworked]);
  await pool.close();
  boss = await startQueue(storage, true, log);
  const db = world.db(AS_JOBS);
  jobs = createJobs(boss, db);
  const base = { db: world.db(asUser(null)), jobs, ports, settings: {}, now: () => world.clock.now } as Base;
  await startWorkers(boss, [feature], jobScopeOf(base, storage), log);
});
afterAll(async () => {
  await boss.stop({ graceful: true, timeout: 5_000 });
  await world[Symbol.asyncDispose]();
});

type Row = {
  id: string;
  state: string;
  retry_count: number;
  data: { payload: unknown; requestId: unknown };
  output: unknown;
};
const rows = async (name: string, note: string): Promise<Row[]> =>
  (await world.sql("select * from pgboss.job where name = $1 and data -> 'payload' ->> 'note' = $2", [
    name,
    note,
  ])) as Row[];
const reaches = (state: string, name: string, note: string): Promise<Row> =>
  until(async () => (await rows(name, note)).find((row) => row.state === state));

describe.concurrent("a job", () => {
  test("is worked with the jobs' own rights, and the id of the request that asked for it is in its data and log line", async ({
    expect,
  }) => {
    const note = randomUUID();
    await jobs.from("req_from-a-test").send(works, { note });
    const { id, data } = await reaches("completed", works.name, note);
    expect(data).toEqual({ payload: { note }, requestId: "req_from-a-test" });
    const line = lines.find(({ jobId }) => jobId === id);
    expect(line).toMatchObject({ message: "Job done", queue: works.name, attempt: 1, requestId: "req_from-a-test" });
    const { scope } = ran.find((one) => one.note === note)!;
    expect([scope.actor, scope.request.id]).toEqual([null, "req_from-a-test"]);
    expect(await scope.db.one({ sql: "select current_user::text as role", parameters: [] })).toEqual({
      role: "promptr_jobs",
    });
  });

  test("that fails is tried again, and after its last attempt its payload lies in the dead letter queue", async ({
    expect,
  }) => {
    const note = randomUUID();
    await jobs.from("req_from-a-test").send(fails, { note });
    const waiting = await reaches("retry", fails.name, note);
    expect(waiting.output).toEqual({ error: "TypeError" });
    expect(await rows("dead_letter", note)).toEqual([]);
    await world.sql("update pgboss.job set start_after = now() where id = $1", [waiting.id]); // do not wait for the back-off
    const failed = await reaches("failed", fails.name, note);
    expect([failed.output, failed.retry_count]).toEqual([{ error: "TypeError" }, 1]);
    const [dead] = await rows("dead_letter", note);
    expect(dead!.data).toEqual({ payload: { note }, requestId: "req_from-a-test" });
    expect(JSON.stringify([failed, dead])).not.toContain(SECRET);
    expect(ran.filter((one) => one.note === note)).toHaveLength(2);
    const told = lines.filter(({ jobId }) => jobId === failed.id);
    expect(told.map(({ message, attempt, requestId }) => [message, attempt, requestId])).toEqual([
      ["Job failed", 1, "req_from-a-test"],
      ["Job failed", 2, "req_from-a-test"],
    ]);
  });

  test("that says trying again is of no use goes to the dead letter queue at once", async ({ expect }) => {
    const note = randomUUID();
    await jobs.send(refuses, { note });
    const [dead] = await until(async () => {
      const found = await rows("dead_letter", note);
      return found.length > 0 && found;
    });
    expect(dead!.data.payload).toEqual({ note });
    expect(ran.filter((one) => one.note === note)).toHaveLength(1);
    const [refused] = await rows(refuses.name, note);
    expect(JSON.stringify([refused, dead])).not.toContain(SECRET);
  });

  test("that takes long holds up none behind it, each of which is taken as soon as another is done", async ({
    expect,
  }) => {
    const [long, short] = [randomUUID(), randomUUID()];
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(long, promise);
    try {
      await jobs.send(mixed, { note: long });
      for (let n = 0; n < 6; n += 1) await jobs.send(mixed, { note: short });
      await until(async () => (await rows(mixed.name, short)).every(({ state }) => state === "completed"));
      expect(await rows(mixed.name, long)).toMatchObject([{ state: "active" }]);
      const [first, ...rest] = await world.sql(
        "select extract(epoch from completed_on)::float8 as at from pgboss.job where name = $1 and data -> 'payload' ->> 'note' = $2 order by 1",
        [mixed.name, short],
      );
      expect(Number(rest.at(-1)?.["at"]) - Number(first?.["at"])).toBeLessThan(4); // a look a second would take five
    } finally {
      resolve();
    }
    await reaches("completed", mixed.name, long);
  });

  test.each([
    ["whose payload does not parse", { payload: { note: 7 }, requestId: null }],
    ["whose payload says more than it may", { payload: { note: "extra", more: true }, requestId: null }],
    ["without an envelope", { note: "naked" }],
  ])("%s fails without its handler being run", async (_name, data) => {
    const id = randomUUID();
    await world.sql(
      "insert into pgboss.job (id, name, data, retry_limit, dead_letter) values ($1, $2, $3, 0, 'dead_letter')",
      [id, picky.name, JSON.stringify(data)],
    );
    const failed = await until(async () => {
      const [row] = await world.sql("select output from pgboss.job where id = $1 and state = 'failed'", [id]);
      return row;
    });
    expect(failed["output"]).toEqual({ error: "ZodError" });
    expect(ran.filter((one) => one.job === picky.name)).toEqual([]);
  });
});

describe("sending", () => {
  test("refuses a payload that does not parse, and queues nothing", async () => {
    const before = await world.queued(idle.name);
    await expect(jobs.send(idle, { note: "x".repeat(101) })).rejects.toThrow(z.ZodError);
    await expect(jobs.send(idle, { note: "y", to: SECRET } as { note: string })).rejects.toThrow(z.ZodError);
    expect(await world.queued(idle.name)).toEqual(before);
  });

  test("the same job with the same key is queued once, another key or another job anew", async () => {
    const [key, note] = [randomUUID(), randomUUID()];
    await Promise.all(Array.from({ length: 5 }, () => jobs.send(idle, { note }, { key })));
    await jobs.send(idle, { note: `${note} again` }, { key });
    expect(await rows(idle.name, note)).toHaveLength(1);
    expect(await rows(idle.name, `${note} again`)).toHaveLength(0);
    await jobs.send(idle, { note }, { key: randomUUID() });
    await jobs.send(idle, { note });
    expect(await rows(idle.name, note)).toHaveLength(3);
    await jobs.send(works, { note }, { key });
    expect(await rows(works.name, note)).toHaveLength(1);
  });

  test("inside a transaction that is rolled back leaves no job, inside one that commits leaves one", async () => {
    const note = randomUUID();
    const send = (fail: boolean) =>
      world.db(AS_JOBS).transaction(async (db) => {
        await jobs.within(db).send(idle, { note });
        if (fail) throw new Error("no");
      });
    await expect(send(true)).rejects.toThrow("no");
    expect(await rows(idle.name, note)).toEqual([]);
    await send(false);
    expect(await rows(idle.name, note)).toHaveLength(1);
  });
});

test("installing the queues again changes nothing that waits, and drops a schedule nobody declares any more", async () => {
  const note = randomUUID();
  await jobs.send(idle, { note });
  const { connections } = world.app.storage;
  const pool = openQueuePool({ connection: connections.app, pooled: false, onError: () => undefined });
  const schedules = async () =>
    (await world.sql("select name from pgboss.schedule order by name")).map(({ name }) => name);
  const ours = await schedules();
  expect(ours).toContain("cleanup.daily");
  const nightly = { ...tiny("tiny.nightly"), cron: "0 3 * * *" };
  const extra: Feature = { name: "nightly", routes: [], jobs: [nightly], handlers: [handler(nightly, done)] };
  try {
    await installQueues(pool, [...features, feature, unworked, extra]);
    expect(await schedules()).toEqual(expect.arrayContaining([...ours, "tiny.nightly"]));
    await installQueues(pool, [...features, feature, unworked]);
    expect(await schedules()).toEqual(ours);
  } finally {
    await pool.close();
  }
  expect(await rows(idle.name, note)).toHaveLength(1);
});
