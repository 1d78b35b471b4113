import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

type Run = { readonly code: number; readonly lines: string[] };

/** Runs planted test files under the real reporter, in a vitest of their own. */
const runCases = (...names: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const vitest = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
    const config = join(import.meta.dirname, "fixtures/reporter/vitest.config.ts");
    execFile(process.execPath, [vitest, "run", "--config", config, ...names], (error, stdout) => {
      resolve({ code: error ? Number(error.code) : 0, lines: stdout.trimEnd().split("\n") });
    });
  });

test.concurrent("a good run ends with its count, after everything the teardown says", async () => {
  const { code, lines } = await runCases("good");
  expect(code).toBe(0);
  expect(lines.slice(-2)).toEqual(["teardown has spoken", "2 passed, 0 failed"]);
});

test.concurrent("broken files, broken hooks and stray rejections count as failed, and skips are named", async () => {
  const { code, lines } = await runCases("good", "mixed", "broken", "late");
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe("4 passed, 4 failed, 3 skipped");
  expect(lines.slice(-4, -1)).toEqual([
    "skipped: mixed.case.ts > one that needs a tool: pgbouncer is not installed",
    "skipped: mixed.case.ts > one left out: no reason given",
    "skipped: mixed.case.ts > a suite with a broken hook > is never reached: its suite broke before it could run",
  ]);
});

test.concurrent("a test that passed only when it was run again is named", async () => {
  const { code, lines } = await runCases("again");
  expect(code).toBe(0);
  expect(lines.slice(-2)).toEqual([
    "failed first, passed when run again: again.case.ts > one that passes the second time",
    "1 passed, 0 failed",
  ]);
});

test.concurrent("a run that finds no test is a failure", async () => {
  const { code, lines } = await runCases("no-such-file");
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe("0 passed, 1 failed");
});
