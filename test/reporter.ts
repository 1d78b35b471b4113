import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from "vitest/node";

type Tally = { passed: number; failed: number; skipped: string[]; again: string[] };

const nothing = (): Tally => ({ passed: 0, failed: 0, skipped: [], again: [] });

function reasonOf(test: TestCase, note: string | undefined): string {
  if (note) return note;
  if (test.options.mode === "todo") return "not written yet";
  return test.options.mode === "run" ? "its suite broke before it could run" : "no reason given";
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

function count(tally: Tally, test: TestCase): void {
  const result = test.result();
  if (result.state === "passed") {
    tally.passed++;
    if (test.diagnostic()?.flaky === true) tally.again.push(nameOf(test));
  } else if (result.state === "skipped") tally.skipped.push(`${nameOf(test)}: ${reasonOf(test, result.note)}`);
  else tally.failed++; // a test that never finished is no better than one that failed
}

/** A file that does not load and a broken beforeAll or afterAll are one failure each: their tests are not counted as such. */
const brokenIn = (module: TestModule): number =>
  [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;

/**
 * Ends the output with `N passed, N failed` (and `, N skipped` when there are any), alone on the last line; above it the
 * names of tests that were skipped and of those that passed only when they were run again.
 * It is printed when the process exits, so that nothing a teardown or a coverage table says can come after it.
 */
export default class CountReporter implements Reporter {
  #tally: Tally | null = null;
  #watching = false;
  #isFiltered = false;

  onInit(vitest: Vitest): void {
    this.#watching = vitest.config.watch;
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
    if (!this.#watching) process.once("exit", (code) => this.#print(code !== 0));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[], reason: TestRunEndReason): void {
    const tally = nothing();
    tally.failed = unhandledErrors.length;
    for (const module of modules) {
      tally.failed += brokenIn(module);
      for (const test of module.children.allTests()) count(tally, test);
    }
    this.#tally = tally;
    if (this.#watching) this.#print(reason !== "passed");
  }

  #print(isFailure: boolean): void {
    const { passed, failed, skipped, again } = this.#tally ?? nothing();
    const lines = this.#isFiltered ? [] : skipped.map((line) => `skipped: ${line}`);
    lines.push(...again.map((line) => `failed first, passed when run again: ${line}`));
    const counts = [`${passed} passed`, `${failed === 0 && isFailure ? 1 : failed} failed`];
    if (failed === 0 && isFailure) lines.push("The run itself failed, though no test did: see above.");
    if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
    process.stdout.write(`${[...lines, counts.join(", ")].join("\n")}\n`);
  }
}
