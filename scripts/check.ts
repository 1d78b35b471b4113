/** `npm run check`: every check that needs no test run. All of them report, then the worst decides the exit code. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export type Step = { readonly name: string; readonly command: string; readonly parameters: readonly string[] };
export type Outcome = {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** Both streams in the order they came. */
  readonly output: string;
};

/** Steps only read the tree, so they may overlap; more than the two cores we build for would only blur the seconds. */
const STEPS_AT_ONCE = 2;
/** The slowest steps take half a minute of two idle processors: what needs ten times as long hangs. */
const STEP_TIMEOUT_MS = 300_000;

const tool = (name: string, command: string, ...parameters: string[]): Step => ({ name, command, parameters });
const script = (name: string, file: string, ...parameters: string[]): Step =>
  tool(name, process.execPath, `scripts/${file}`, ...parameters);

export const STEPS: readonly Step[] = [
  tool("types", "tsc", "--noEmit"),
  tool("lint", "oxlint", "--type-aware", "--deny-warnings", "src", "test", "scripts", "vitest.config.ts"),
  tool("format", "prettier", "--check", "--log-level=warn", "."),
  script("imports", "check-imports.ts"),
  script("openapi", "openapi.ts", "--check"),
  script("failures", "failures.ts", "--check"),
  script("tables", "tables.ts", "--check"),
  script("env example", "env-example.ts", "--check"),
  script("postman", "postman.ts", "--check"),
  script("client", "client.ts", "--check"),
  script("golden sql", "golden.ts", "--check"),
];

function run({ name, command, parameters }: Step, timeoutMs: number): Promise<Outcome> {
  const startedAt = performance.now();
  const path = `${join(process.cwd(), "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
  const child = spawn(command, parameters, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: path },
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  let output = "";
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve) => {
    const finish = (passed: boolean, note: string): void =>
      resolve({ name, passed, seconds: (performance.now() - startedAt) / 1000, output: output + note });
    child.once("error", (error) => finish(false, `${error.message}\n`));
    child.once("close", (code, signal) => finish(code === 0, signal ? `ended by ${signal}\n` : ""));
  });
}

/** Runs every step, whatever the others do, and tells each outcome as it comes. A step that cannot start has failed. */
export async function runAll(
  steps: readonly Step[],
  tell: (outcome: Outcome) => void,
  timeoutMs = STEP_TIMEOUT_MS,
): Promise<Outcome[]> {
  const waiting = [...steps];
  const outcomes: Outcome[] = [];
  const drain = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await run(step, timeoutMs);
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(Array.from({ length: STEPS_AT_ONCE }, drain));
  return outcomes;
}

/** One line for a step; a failed one shows all it said. */
export const describeOutcome = ({ name, passed, seconds, output }: Outcome): string =>
  `${passed ? "ok    " : "FAILED"} ${name.padEnd(12)} ${seconds.toFixed(1)} s\n${passed ? "" : `${output.trimEnd()}\n`}`;

if (import.meta.main) {
  const startedAt = performance.now();
  const outcomes = await runAll(STEPS, (outcome) => process.stdout.write(describeOutcome(outcome)));
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${outcomes.length - failed.length} of ${outcomes.length} checks passed in ${seconds} s\n`);
  if (failed.length > 0) process.stderr.write(`failed: ${failed.join(", ")}\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
