/**
 * `npm run chaos [-- --long] [--seed N] [--only WORDS] [--write]`: every fault of scripts/chaos/list.ts, one after the other, on
 * loopback. The short form is what CI runs of it, by `npm test`: every entry is a test of the suite with the suite's own
 * variables, but for two. Of scripts/bench/jobs.ts the suite has test/process/jobs-killed.test.ts (the same `--quick` run, P3
 * to P5) and test/process/poison.test.ts (P6 without its rates); of test/process/network.test.ts it leaves out the jobs. Each
 * line of the output names the test. `--long` takes hours and looks as long as RELIABILITY asks. The verdicts come from outside
 * the server: tests and scripts hold what was acknowledged. Exit 1 when one fails. `--write` puts what was tried, entry by
 * entry, into the table of docs/reliability.md, and leaves the other rows as they are.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Fault, FAULTS, suiteOf } from "./chaos/list.ts";
import { writeRow } from "./chaos/page.ts";

const ROOT = join(import.meta.dirname, "..");
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
const SHORT_TIMEOUT_MS = 10 * 60_000;
/** What is slow on a busy machine has not broken; tests with bounds of their own keep them. */
const PATIENT = ["--retry=0", "--testTimeout=120000", "--hookTimeout=120000"];
const LONG_TIMEOUT_MS = 4 * 60 * 60_000;

const { values } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    seed: { type: "string" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 1e9));

function commandOf({ run }: Fault): { words: readonly string[]; variables: Readonly<Record<string, string>> } {
  if ("script" in run) return { words: values.long ? run.script : [...run.script, ...run.short], variables: {} };
  const words = [VITEST, "run", run.test, `--sequence.seed=${seed}`, ...PATIENT];
  return { words, variables: (values.long ? run.long : run.short) ?? {} };
}

const PAGE = join(ROOT, "docs/reliability.md");

/** Figures are what tests and scripts print with a number in it, beside vitest's own lines. */
const figuresIn = (output: string): string[] =>
  output.split("\n").filter((line) => /^(?:ok {3}|FAIL |figure: )/.test(line.trim()));

process.stdout.write(`seed ${seed}, ${values.long ? "long" : "short: what npm test, and so CI, runs of each"}\n`);
const isMeant = ({ promise, what }: Fault, only: string): boolean =>
  promise.split(" ").includes(only) || what.includes(only);
for (const fault of FAULTS) {
  const { promise, what } = fault;
  if (values.only !== undefined && !isMeant(fault, values.only)) continue;
  const { words, variables } = commandOf(fault);
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, MODEL_SEED: seed, ...variables },
    timeout: values.long ? LONG_TIMEOUT_MS : SHORT_TIMEOUT_MS,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(
    `${status === 0 ? "held" : "BROKE"} ${promise}: ${what} (${seconds} s; short form in npm test: ${suiteOf(fault)})\n`,
  );
  const figures = figuresIn(stdout).map((line) => line.trim());
  if (values.write) writeRow(PAGE, { fault, held: status === 0, figures, seed, isLong: values.long });
  for (const line of figures) process.stdout.write(`      ${line}\n`);
  if (status === 0) continue;
  process.exitCode = 1;
  process.stdout.write(`${stdout.slice(-4_000)}\n${stderr.slice(-2_000)}\n`);
}
