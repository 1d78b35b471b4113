import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Case, Store } from "./search-scope.ts";

const WARM_UP = 5;
/** Each question is asked so often and the quickest answer counts: what else the machine does is not measured. */
const TRIES = 3;
/** A process is charged for its time when it gives the processor back. */
const ASLEEP_MS = 5;
const MAX_MS = { search: 50, list: 10 };
const GROWTH_MAX = 1.5;
/** Below this many milliseconds, growth is noise of the machine. */
const GROWTH_FROM_MS = 1;
const BACKENDS = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

type Times = { readonly p50: number; readonly p95: number };
type Spent = { readonly wall: number; readonly cpu: number };
type Both<T> = { readonly small: T; readonly large: T };

/** Milliseconds of processor this process and its connections' Postgres processes have had, where Linux counts them. */
function cpuOf(backends: readonly number[]): number {
  const { user, system } = process.cpuUsage();
  const nanoseconds = backends.map((pid) => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]));
  return (user + system) / 1_000 + nanoseconds.reduce((sum, one) => sum + one, 0) / 1_000_000;
}

async function backendsOf({ database }: Store): Promise<number[]> {
  const rows = await database.nobody.rows<{ pid: number }>({ sql: BACKENDS, parameters: [] });
  return rows.map(({ pid }) => pid);
}

async function ask({ run }: Case, store: Store, turn: number, backends: readonly number[]): Promise<Spent> {
  const before = cpuOf(backends);
  let wall = Infinity;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const startedAt = performance.now();
    await run(store, turn);
    wall = Math.min(wall, performance.now() - startedAt);
  }
  await pause(ASLEEP_MS);
  return { wall, cpu: (cpuOf(backends) - before) / TRIES };
}

const timesOf = (times: readonly number[]): Times => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
};

async function measure(one: Case, stores: Both<Store>): Promise<Both<{ wall: Times; cpu: Times }>> {
  const spent: Both<Spent[]> = { small: [], large: [] };
  for (let turn = 0; turn < WARM_UP; turn += 1)
    for (const store of [stores.small, stores.large]) await one.run(store, turn);
  const backends = { small: await backendsOf(stores.small), large: await backendsOf(stores.large) };
  for (let turn = WARM_UP; turn < one.runs + WARM_UP; turn += 1)
    for (const name of ["small", "large"] as const)
      spent[name].push(await ask(one, stores[name], turn, backends[name]));
  const of = (all: readonly Spent[]) => ({
    wall: timesOf(all.map(({ wall }) => wall)),
    cpu: timesOf(all.map(({ cpu }) => cpu)),
  });
  return { small: of(spent.small), large: of(spent.large) };
}

/**
 * Puts every question to both stores in turn and prints what it took, and how much of that this process and Postgres
 * were at work; returns whether all kept their limits.
 */
export async function report(stores: Both<Store>, cases: readonly Case[]): Promise<boolean> {
  const head = [
    "small p50",
    "p95",
    "large p50",
    "p95",
    "growth",
    "at work: small p50",
    "large p50",
    "p95",
    "growth",
    "",
  ];
  process.stdout.write(`| ms | ${head.join(" | ")} |\n|---|${head.map(() => "---:|").join("")}\n`);
  let isGood = true;
  for (const one of cases) {
    const { small, large } = await measure(one, stores);
    const growth = { wall: large.wall.p50 / small.wall.p50, cpu: large.cpu.p50 / small.cpu.p50 };
    const grown = one.kind === "list" && large.wall.p50 > GROWTH_FROM_MS && growth.wall > GROWTH_MAX;
    const missed = large.wall.p95 > MAX_MS[one.kind] || grown;
    const wall = [small.wall.p50, small.wall.p95, large.wall.p50, large.wall.p95, growth.wall];
    const figures = [...wall, small.cpu.p50, large.cpu.p50, large.cpu.p95, growth.cpu].map((value) => value.toFixed(1));
    process.stdout.write(`| ${[one.name, ...figures].join(" | ")} | ${missed ? "missed" : ""} |\n`);
    if (missed) isGood = false;
  }
  return isGood;
}
