import { existsSync, statSync, truncateSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Running } from "./contestant.ts";
import { type Bench, countsOf, LOOKS, missing } from "./effects.ts";
import type { Cell } from "./figures.ts";
import { cpuOf, machineCpu, memoryPeak, ownCpu, resetPeak } from "./proc.ts";
import { ask, load, type Load, writeRequests } from "./wrk.ts";
import type { Asked, Workload } from "./workloads.ts";

/** Deferred writes (usage, logs, counts of views) are counted with the load that caused them; Postgres tells its counters once a second. */
const SETTLE_MS = 1_200;
const LOADED_FROM = 1_777;

/** What is wrong with a few answers; the first problem, or null. */
async function look(
  bench: Bench,
  { port }: Running,
  workload: Workload,
  all: readonly Asked[],
): Promise<string | null> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (let n = 0; n < LOOKS; n += 1) {
      const asked = all[(n * 97) % all.length];
      if (!asked) return "there is nothing to ask";
      const { status, isGzip, json } = await ask(asked, { port, gzip: workload.gzip, samples: bench.samples }, agent);
      if (status < 200 || status > 299) return `${asked.path}: ${status} ${JSON.stringify(json).slice(0, 300)}`;
      if (isGzip !== workload.gzip) return `${asked.path}: ${workload.gzip ? "not " : ""}gzipped`;
      if (!asked.isRight(json)) return `${asked.path}: a wrong answer: ${JSON.stringify(json).slice(0, 300)}`;
    }
    return null;
  } finally {
    agent.destroy();
  }
}

/** Loads one server, or several of the same one with their share of the connections each, and adds up. */
async function loadAll(
  bench: Bench,
  servers: readonly Running[],
  file: string,
  seconds: number,
  from: number,
): Promise<Load> {
  const connections = Math.floor(bench.connections / servers.length);
  const loads = await Promise.all(
    servers.map(({ port }, n) => load(port, file, { seconds, connections, from: from + n * 500 })),
  );
  const sum = (value: (one: Load) => number): number => loads.reduce((all, one) => all + value(one), 0);
  const most = (value: (one: Load) => number): number => Math.max(...loads.map(value));
  return {
    requests: sum((one) => one.requests),
    microseconds: most((one) => one.microseconds),
    bytes: sum((one) => one.bytes),
    refused: sum((one) => one.refused),
    broken: sum((one) => one.broken),
    p50: most((one) => one.p50),
    p99: most((one) => one.p99),
  };
}

const used = (bench: Bench, servers: readonly Running[]) => ({
  at: performance.now() / 1_000,
  server: servers.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
  postgres: cpuOf(bench.store.postmaster),
  redis: cpuOf(servers[0]?.contestant.redis ?? null),
  machine: machineCpu(),
  own: ownCpu(),
});

/** One contestant (as several processes: their log and memory are the first one's) under one workload. */
export async function measure(
  bench: Bench,
  servers: readonly Running[],
  workload: Workload,
  round: number,
): Promise<Cell | null> {
  const [running] = servers;
  const all = running?.contestant.dialect[workload.of]?.(bench.samples);
  if (!running || !all) return null;
  const { contestant, database, port, pid, logFile } = running;
  const file = join(bench.folder, `${contestant.name}-${workload.name}.requests`);
  writeRequests(file, all, { port, gzip: workload.gzip, samples: bench.samples });
  const wrong = await look(bench, running, workload, all);
  const before = await countsOf(bench, running, workload);
  resetPeak(pid);
  const warm = await loadAll(bench, servers, file, bench.warmSeconds, 0);
  await pause(SETTLE_MS);
  const warmed = await countsOf(bench, running, workload);
  const from = used(bench, servers);
  const main = await loadAll(bench, servers, file, bench.seconds, LOADED_FROM);
  await pause(SETTLE_MS);
  const to = used(bench, servers);
  const memoryMb = memoryPeak(pid);
  const done = await countsOf(bench, running, workload);
  const shared = servers.length > 1 ? { ...before, log: null } : before;
  const failed = warm.refused + main.refused;
  const broken = warm.broken + main.broken;
  const problems = [
    ...(wrong === null ? [] : [wrong]),
    ...(failed > 0 ? [`${failed} answers were no success`] : []),
    ...(broken > 0 ? [`${broken} socket errors`] : []),
    ...(await missing(bench, running, workload, shared, warm.requests + main.requests)),
  ];
  for (const sql of contestant.cleanup) await bench.store.query(database, sql);
  if (contestant.logs && existsSync(logFile) && statSync(logFile).size > 0) truncateSync(logFile);
  const thousands = main.requests / 1_000;
  const spent = (part: "server" | "postgres" | "redis"): number => (to[part] - from[part]) / thousands;
  const ours = (["server", "postgres", "redis", "own"] as const).reduce((sum, part) => sum + to[part] - from[part], 0);
  return {
    contestant: servers.length > 1 ? `${contestant.name} x${servers.length}` : contestant.name,
    workload: workload.name,
    round,
    rate: main.requests / (main.microseconds / 1e6),
    p50Ms: main.p50 / 1_000,
    p99Ms: main.p99 / 1_000,
    serverCpu: spent("server"),
    postgresCpu: spent("postgres"),
    redisCpu: spent("redis"),
    memoryMb,
    bytes: main.bytes / main.requests,
    transactions: ((done.transactions ?? 0) - (warmed.transactions ?? 0)) / main.requests,
    others: Math.max(0, (to.machine - from.machine - ours) / (to.at - from.at)),
    problems,
  };
}
