import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 170_000 });

const BENCH = join(import.meta.dirname, "../../scripts/bench/jobs.ts");

/** The short form of the script: 200 jobs, one worker of two killed, its heartbeats aged in the database. */
test("workers killed with SIGKILL lose no job, do no change of rows twice, and send no second distinct mail", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, "--quick", "--part", "kills"], {
    timeout: 160_000,
  }).catch((failed: { stdout: string }) => failed);
  expect(stdout).toContain("ok   jobs lost (no effect, or no mail): 0");
  expect(stdout).toContain("ok   database effects done twice: 0");
  expect(stdout).toContain("ok   distinct mails beside one for each job: 0");
  expect(stdout).not.toContain("FAIL");
});
