/**
 * `npm run previous-release [-- --ref commit] [-- test/features …]`: runs the tests of the release before this one, with its
 * own program, on the schema of this one, as a deploy does while both run. Exit code of the tests.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkOut, giveMigrations, installPackages, lackedPackages, previousRelease } from "./release/previous.ts";

/** What a person or a program meets. What looks at the schema itself, or at files, tells of its own version only. */
const TESTS = ["test/features", "test/http", "test/contract", "test/reliability"];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { ref: { type: "string" } } });
const commit = values.ref ?? previousRelease();
const say = (text: string): void => void process.stderr.write(`${text}\n`);

if (commit === null) {
  say("There is no earlier release: neither a tag v… nor a commit before the newest migration");
  process.exitCode = 1;
} else {
  const parent = mkdtempSync(join(tmpdir(), "promptr-previous-"));
  const folder = join(parent, "checkout");
  try {
    checkOut(commit, folder);
    if (lackedPackages(folder).length > 0) installPackages(folder);
    say(`${commit} with ${giveMigrations(folder).join(", ") || "the same migrations"}`);
    const vitest = join(folder, "node_modules/vitest/vitest.mjs");
    const words = [vitest, "run", ...(positionals.length > 0 ? positionals : TESTS)];
    process.exitCode = spawnSync(process.execPath, words, { cwd: folder, stdio: "inherit" }).status ?? 1;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
