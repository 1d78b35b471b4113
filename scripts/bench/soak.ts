/**
 * Whether the server stays as it is for as long as it is used: `npm run soak [-- --minutes 30 --share 0.7 --write soak.md]`.
 * Measures the most it can do for a moment, then holds a share of that, with every kind of request and every kind of job, and
 * looks at it every ten seconds. Exit code 1 when a verdict of issue 9 (item 7, RELIABILITY P31) does not hold. Everything is on
 * this machine, so the script takes processor time from what it measures: it says how much.
 */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuOf, cpuOfOne, ownCpu, stolenCpu } from "./http/proc.ts";
import { freePort } from "./processes.ts";
import { startBeats } from "./soak/beats.ts";
import { hold, maximumOf } from "./soak/load.ts";
import { openOutside } from "./soak/outside.ts";
import { type Cast, openCast } from "./soak/people.ts";
import { reportOf } from "./soak/report.ts";
import { collectionsIn, deadOf, look, type Sample, tablesOf, type Watched, workOf } from "./soak/samples.ts";
import { STOLEN_MAX, verdictsOf } from "./soak/verdicts.ts";
import { createStand, MANY, NO_LIMITS } from "./stand.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    share: { type: "string", default: "0.7" },
    write: { type: "string" },
  },
});
const SAMPLE_MS = 10_000;
const CALLERS = 32;
const WARM_SECONDS = 15;
const MAXIMUM_SECONDS = 20;
const LOOKS_MAX = 10;
/** Jobs of the last requests, and the kinds that had to wait for another. */
const SETTLE_MS = 60_000;
const FLAGS = "--max-semi-space-size=8"; // of those of `npm start` the one NODE_OPTIONS takes
const LIMITS = JSON.stringify({ ...(JSON.parse(NO_LIMITS) as object), exportData: MANY, testRuns: MANY });
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The most of several looks, of which the last had the processors to itself: others on the host may have them for minutes. */
async function calmMaximum(cast: Cast): Promise<number> {
  let most = 0;
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const before = stolenCpu();
    most = Math.max(most, await maximumOf(cast, CALLERS, MAXIMUM_SECONDS));
    const stolen = (stolenCpu() - before) / MAXIMUM_SECONDS;
    if (stolen <= STOLEN_MAX) break;
    say(
      `others took ${(100 * stolen).toFixed(0)} % of a processor; the most so far is ${most.toFixed(0)}/s; looking again`,
    );
  }
  return most;
}

/** Holds the rate and looks at the server until the time is over. */
async function soak(cast: Cast, watched: Watched, rate: number, ms: number) {
  const samples: Sample[] = [];
  const [startedAt, from] = [Date.now(), performance.now()];
  const before = await tablesOf(watched);
  const cpuBefore = { tree: cpuOf(watched.pid), own: ownCpu(), server: cpuOfOne(watched.pid) };
  const load = hold(cast, rate);
  let looked = 0;
  for (let turn = 1; turn * SAMPLE_MS <= ms; turn += 1) {
    await pause(Math.max(0, from + turn * SAMPLE_MS - performance.now()));
    const sample = await look(watched, load.seen, looked);
    looked = load.seen.length;
    samples.push(sample);
    say(
      `${turn * 10} s: ${sample.answers} answers, p99 ${sample.p99.toFixed(0)} ms, ${sample.failed} failed, heap ${sample.heapMb.toFixed(0)} MB, ${sample.waiting} jobs wait`,
    );
  }
  await load.stop();
  const to = performance.now();
  const server = cpuOfOne(watched.pid) - cpuBefore.server;
  const cpu = { server, postgres: cpuOf(watched.pid) - cpuBefore.tree - server, script: ownCpu() - cpuBefore.own };
  return { samples, seen: load.seen, notSent: load.late(), startedAt, from, to, before, cpu };
}

/** Waits until nothing that could run waits, within a bound. */
async function settle({ sql }: Watched): Promise<void> {
  const open =
    "select 1 from pgboss.job where name <> 'dead_letter' and state <= 'active' and start_after <= now() limit 1";
  for (const end = Date.now() + SETTLE_MS; Date.now() < end && (await sql(open)).length > 0;) await pause(500);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const metricsPort = await freePort();
await using outside = await openOutside();
const heapFile = join(tmpdir(), `promptr-soak-${process.pid}.heap`);
await using stand = await createStand({
  ...outside.env,
  PROMPTR_LIMITS: LIMITS,
  METRICS_PORT: String(metricsPort),
  NODE_OPTIONS: `${FLAGS} --import ${pathToFileURL(join(import.meta.dirname, "soak/heap.ts")).href}`,
  SOAK_HEAP_FILE: heapFile,
});
const cast = await openCast(stand, outside.hook);
const watched: Watched = { pid: stand.pid, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, sql: stand.sql };
const stopBeats = startBeats(cast, stand.sql);
await maximumOf(cast, CALLERS, WARM_SECONDS);
const maximum = await calmMaximum(cast);
const rate = maximum * Number(values.share);
say(`the most is ${maximum.toFixed(0)}/s; ${values.minutes} minutes at ${rate.toFixed(0)}/s begin`);
const held = await soak(cast, watched, rate, Number(values.minutes) * 60_000);
const wrongBeats = await stopBeats();
await settle(watched);
const work = await workOf(watched);
const soaked = {
  ...held,
  collections: collectionsIn(heapFile, held.startedAt),
  dead: await deadOf(watched),
  idleQueues: work.filter(({ done }) => Number(done) === 0).map(({ name }) => String(name)),
  wrongBeats,
};
rmSync(heapFile, { force: true });
const verdicts = verdictsOf(soaked);
const counted = { mails: outside.mails(), deliveries: outside.deliveries(), after: await tablesOf(watched), work };
const report = reportOf({ ...soaked, ...counted, verdicts, maximum, rate });
process.stdout.write(report);
if (values.write !== undefined) writeFileSync(values.write, report);
if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
