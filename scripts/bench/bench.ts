/**
 * Promptr beside a bare floor and beside the guide's own stack (Express and Redis), in one run on one Postgres. Ratios are
 * taken within a round and their median is shown: compare those, never figures of different runs. `npm run bench -- --help`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Options, readOptions, USAGE } from "./http/options.ts";
import { inserted } from "./http/report.ts";
import { profileOf } from "./http/profiling.ts";
import { Run } from "./http/run.ts";
import { wrkIsThere } from "./http/wrk.ts";

const PAGE = join(import.meta.dirname, "../../docs/performance.md");

async function work(options: Options): Promise<void> {
  const folder = join(options.state, "run");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await using run = await Run.prepare(options, folder);
  if (options.profile) {
    for (const workload of options.workloads) process.stdout.write(`${await profileOf(run, workload)}\n`);
    return;
  }
  const report = await run.everything();
  process.stdout.write(`${report}\n`);
  if (options.write) writeFileSync(PAGE, inserted(readFileSync(PAGE, "utf8"), report));
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(USAGE);
  else if (!wrkIsThere()) throw new Error("wrk is not installed: apt-get install wrk (or brew install wrk)");
  else {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1)); // servers end with us
    await work(options);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
