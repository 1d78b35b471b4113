import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Running } from "./contestant.ts";
import type { Samples } from "./samples.ts";
import type { Store } from "./store.ts";
import type { Workload } from "./workloads.ts";

const EFFECT_TRIES = 10;
const EFFECT_PAUSE_MS = 500;
const LINE = "HTTP Request";
const CHUNK_BYTES = 1 << 20;
/** Answers of each cell that are read. */
export const LOOKS = 24;

export type Bench = {
  readonly store: Store;
  readonly samples: Samples;
  readonly folder: string;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly connections: number;
};

/** How often the line of a request stands in a log. */
function linesIn(file: string): number {
  if (!existsSync(file)) return 0;
  const handle = openSync(file, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let [count, kept] = [0, ""];
  for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
    const text = kept + chunk.toString("latin1", 0, size);
    count += text.split(LINE).length - 1;
    kept = text.slice(-LINE.length + 1);
  }
  closeSync(handle);
  return count;
}

export type Counts = { readonly [Name in "effect" | "usage" | "log" | "transactions"]: number | null };

/** What has been left behind so far; null for what a contestant does not keep. */
export async function countsOf(
  { store }: Bench,
  { contestant, database, logFile }: Running,
  workload: Workload,
): Promise<Counts> {
  const effect = workload.effect === null ? null : contestant[workload.effect];
  return {
    effect: effect === null ? null : await store.number(database, effect),
    usage: contestant.usage === null ? null : await store.number(database, contestant.usage),
    log: contestant.logs ? linesIn(logFile) : null,
    transactions: await store.number(
      database,
      "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()",
    ),
  };
}

/** Everything a cell counts has to be there, once for each request and a few more for answers wrk did not wait for. */
export async function missing(
  bench: Bench,
  running: Running,
  workload: Workload,
  before: Counts,
  sent: number,
): Promise<string[]> {
  const slack = 4 * bench.connections + 2 * LOOKS;
  let faults: string[] = [];
  for (let tries = 0; tries < EFFECT_TRIES; tries += 1) {
    const after = await countsOf(bench, running, workload);
    faults = (["effect", "usage", "log"] as const).flatMap((name) => {
      const [was, is] = [before[name], after[name]];
      if (was === null || is === null) return [];
      const made = is - was;
      return made < sent || made > sent + slack ? [`${name}: ${made} for ${sent} requests`] : [];
    });
    if (faults.length === 0) return [];
    await pause(EFFECT_PAUSE_MS);
  }
  return faults;
}
