/**
 * What the executable costs: seconds until /health says 200, with a database that has its schema and with an empty one, memory at rest, and
 * what a healthcheck takes. `node scripts/bench/executable.ts [--executable dist/promptr] [--rounds 5] [--rest 20]`. Under a minute
 * (issue 8: healthy within 1 s, under 120 MB at rest).
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { freePort } from "./processes.ts";

const { values } = parseArgs({
  options: {
    executable: { type: "string", default: join(import.meta.dirname, "../../dist/promptr") },
    rounds: { type: "string", default: "5" },
    rest: { type: "string", default: "20" },
  },
});
const executable = resolve(values.executable);
const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const postgres = await startEmbeddedPostgres({ home, durable: false });

const megabytes = (pid: number, field: string): number =>
  Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024);
/** Seconds of processor time a process has used, as clock ticks of 10 ms. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const environment = (port: number) => ({
  HOME: home,
  PROMPTR_HOME: home,
  HOST: "127.0.0.1",
  PORT: String(port),
  NODE_ENV: "production",
  PUBLIC_URL: "https://promptr.example.com",
  DATABASE_URL: postgres.url,
});

async function measure(rest: number) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(executable, ["serve"], { cwd: home, env: environment(port), stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const healthy = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await healthy())) {
    if (child.exitCode !== null) throw new Error("The server ended");
    await pause(5);
  }
  const healthyMs = Math.round(performance.now() - startedAt);
  const pid = child.pid ?? 0;
  const processorMs = Math.round(processorSeconds(pid) * 1_000);
  await pause(rest * 1_000);
  const memory = ["VmRSS", "RssAnon", "RssFile"].map((field) => megabytes(pid, field));
  child.kill("SIGTERM");
  await ended;
  return { healthyMs, processorMs, memory };
}

async function timeHealthcheck(): Promise<number> {
  const startedAt = performance.now();
  await new Promise((resolve) =>
    spawn(executable, ["healthcheck"], { cwd: home, env: environment(1), stdio: "ignore" }).once("exit", resolve),
  );
  return Math.round(performance.now() - startedAt);
}

const client = new pg.Client(postgres.connection);
try {
  await client.connect();
  process.stdout.write(
    "| | /health 200 after ms | processor ms by then | resident MB at rest | of it anonymous | of files |\n|---|---:|---:|---:|---:|---:|\n",
  );
  for (let round = 0; round < Number(values.rounds); round += 1) {
    if (round < 2) await client.query("drop schema if exists promptr cascade; drop schema if exists pgboss cascade");
    const { healthyMs, processorMs, memory } = await measure(
      round === Number(values.rounds) - 1 ? Number(values.rest) : 0,
    );
    const cells = [round < 2 ? "empty database" : "migrated", healthyMs, processorMs, ...memory];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
  process.stdout.write(`a healthcheck takes ${await timeHealthcheck()} ms\n`);
} finally {
  await client.end();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}
