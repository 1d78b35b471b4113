/**
 * `npm run guards`: takes each guard away in a copy of the tree and runs the tests that must notice. A guard whose tests stay
 * green is not proved by them, and the exit code says so. `--write` puts the table into docs/reliability.md.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Guard, GUARDS } from "./guards/list.ts";

const ROOT = join(import.meta.dirname, "..");
const PAGE = join(ROOT, "docs/reliability.md");
const [BEGIN, END] = ["<!-- guards -->", "<!-- /guards -->"];
const COPIED = ["src", "test", "migrations", "scripts", "docs", "package.json", "tsconfig.json", "vitest.config.ts"];
/** A busy machine is slow; a run that hangs is for ever. */
const RUN_TIMEOUT_MS = 1_200_000;

/** A guard must be missed by what a test says, never by its being slow. */
const PATIENT = ["--testTimeout=180000", "--hookTimeout=180000", "--retry=0"];

type Told = { readonly guard: Guard; readonly passed: number; readonly failed: number; readonly seconds: number };
type File = { name: string; status: string; assertionResults: { status: string; fullName: string }[] };
type Result = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number; testResults: File[] };

/** A copy to break, with the packages of this one. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), "promptr-guards-"));
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function run(folder: string, tests: readonly string[]): Result {
  const output = join(folder, "result.json");
  rmSync(output, { force: true });
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const parameters = [vitest, "run", "--reporter=json", `--outputFile=${output}`, ...PATIENT, ...tests];
  const { stderr } = spawnSync(process.execPath, parameters, { cwd: folder, timeout: RUN_TIMEOUT_MS });
  try {
    return JSON.parse(readFileSync(output, "utf8")) as Result;
  } catch {
    throw new Error(`The tests ${tests.join(", ")} did not run: ${stderr?.toString().slice(-2_000)}`);
  }
}

const failedIn = ({ testResults }: Result): string[] =>
  testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, assertionResults }) => [
      name,
      ...assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    ]);

/** Runs the tests with the guard taken away, and puts it back. */
function without(folder: string, guard: Guard): Told {
  const path = join(folder, guard.file);
  const whole = readFileSync(path, "utf8");
  if (whole.split(guard.guarded).length !== 2)
    throw new Error(`${guard.file} no longer has its guard once: ${guard.name}`);
  writeFileSync(
    path,
    whole.replace(guard.guarded, () => guard.broken),
  );
  const startedAt = performance.now();
  try {
    const { numPassedTests: passed, numFailedTests: failed } = run(folder, guard.tests);
    return { guard, passed, failed, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    writeFileSync(path, whole);
  }
}

function tableOf(rows: readonly Told[]): string {
  const lines = rows.map(
    ({ guard, passed, failed }) =>
      `| ${guard.name} | \`${guard.file}\` | ${failed} of ${passed + failed} | ${failed > 0 ? "red" : "**GREEN**"} |`,
  );
  return ["| guard taken away | where | tests that fail | so |", "|---|---|---:|---|", ...lines].join("\n");
}

const folder = copy();
try {
  const sound = run(folder, [...new Set(GUARDS.flatMap(({ tests }) => tests))]);
  if (sound.numFailedTests + sound.numFailedTestSuites > 0)
    throw new Error(`These fail with every guard in place: ${failedIn(sound).join("; ")}`);
  const rows: Told[] = [];
  for (const guard of GUARDS) {
    const row = without(folder, guard);
    rows.push(row);
    process.stderr.write(
      `${row.failed > 0 ? "red  " : "GREEN"} ${guard.name} (${row.failed} failed, ${row.seconds.toFixed(0)} s)\n`,
    );
  }
  const table = `${tableOf(rows)}\n\n${new Date().toISOString().slice(0, 10)}, \`npm run guards\`: with every guard in place ${sound.numPassedTests} of these tests pass.`;
  process.stdout.write(`${table}\n`);
  if (process.argv.includes("--write")) {
    const page = readFileSync(PAGE, "utf8");
    const [head, rest = ""] = page.split(BEGIN);
    writeFileSync(PAGE, `${head}${BEGIN}\n${table}\n${END}${rest.split(END)[1] ?? ""}`);
  }
  if (rows.some(({ failed }) => failed === 0)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
