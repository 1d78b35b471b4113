import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { BENCH_TABLES, benchFeature, poisonJob } from "../../scripts/bench/jobs-feature.ts";
import { put, putEffects } from "../../scripts/bench/jobs-put.ts";
import { openQueuePool } from "../../src/db/queue-pool.ts";
import { features } from "../../src/features/index.ts";
import { installQueues } from "../../src/jobs/install.ts";
import { scratch } from "../setup.ts";
import { until } from "../world.ts";
import { createDatabase } from "./database.ts";

vi.setConfig({ testTimeout: 240_000 });

const WORKER = join(import.meta.dirname, "../../scripts/bench/jobs-worker.ts");
/** A worker takes a second to start, and looks for the dead every three; a busy machine makes it many. */
const PATIENCE_MS = 60_000;
const EFFECTS_PER_ROUND = 5;

/** A database with the queues of the bench, one of whose jobs ends its process, and SQL on it. */
async function createQueues() {
  const { name: database, host, url } = await createDatabase();
  const connection = { host, user: "postgres", database };
  const pool = openQueuePool({ connection, pooled: false, onError: () => undefined });
  await installQueues(pool, [...features, benchFeature]);
  await pool.close();
  const client = new pg.Client(connection);
  await client.connect();
  onTestFinished(() => client.end());
  const sql = async (text: string, values: unknown[] = []) =>
    (await client.query<Record<string, number>>(text, values)).rows;
  await sql(BENCH_TABLES);
  return { sql, url };
}

/** A process that works them, until it ends. */
async function startWorker(url: string) {
  const home = scratch("worker");
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, PROMPTR_HOME: home, DATABASE_URL: url };
  const child = spawn(process.execPath, [WORKER], {
    env: { ...env, HOST: "127.0.0.1", PORT: "0", MIGRATE_ON_START: "false" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<string>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? String(code))));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]);
  return { ended, isAlive: () => child.exitCode === null && child.signalCode === null };
}

test("a job that kills the process that works it is run as often as it may be and lies in the dead letter queue then, while another queue loses nothing", async () => {
  const { sql, url } = await createQueues();
  await put({ sql }, poisonJob.name, "generate_series(1, 1)", "'{}'::jsonb", []);
  const held = "update pgboss.job set start_after = now() + interval '1 hour' where name = $1 returning id";
  const [{ id } = {}] = await sql(held, [poisonJob.name]);
  const effects = async () =>
    (await sql("select count(*)::int as done, count(distinct job_id)::int as jobs from bench.effects"))[0];
  let asked = 0;
  const others = async (): Promise<void> => {
    await putEffects({ sql }, EFFECTS_PER_ROUND);
    asked += EFFECTS_PER_ROUND;
    await until(async () => (await effects())?.["done"] === asked, PATIENCE_MS);
  };
  /** Twelve seconds of silence are what makes a worker dead; nobody needs to wait for them here. */
  const ageHeartbeats = () =>
    sql("update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'");
  const starts = async () => (await sql("select from bench.starts where job_id = $1", [id])).length;

  for (let run = 1; run <= poisonJob.attempts; run += 1) {
    const worker = await startWorker(url);
    await others();
    await ageHeartbeats();
    await until(async () => {
      await sql("update pgboss.job set start_after = now() where id = $1 and state < 'active'", [id]); // no waiting between attempts
      return !worker.isAlive();
    }, PATIENCE_MS);
    expect([await worker.ended, await starts()]).toEqual(["SIGKILL", run]);
    // It must not come back before the next worker has done its other work, however long that takes.
    await sql("update pgboss.job set heartbeat_on = now() + interval '1 hour' where state = 'active'");
  }

  const worker = await startWorker(url);
  await others();
  await ageHeartbeats();
  const dead = () =>
    sql("select data from pgboss.job where name = 'dead_letter' and source_name = $1", [poisonJob.name]);
  await until(async () => (await dead()).length > 0, PATIENCE_MS);
  expect(worker.isAlive()).toBe(true);
  expect(await dead()).toEqual([{ data: { payload: {}, requestId: null } }]);
  expect(await sql("select state::text from pgboss.job where id = $1", [id])).toEqual([{ state: "failed" }]);
  expect(await starts()).toBe(poisonJob.attempts);
  expect(await effects()).toEqual({ done: asked, jobs: asked });
  console.log(
    `figure: ${poisonJob.attempts} workers killed by one job, which is dead then; ${asked} of ${asked} jobs of another queue done once`,
  );
});
