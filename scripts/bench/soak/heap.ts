/**
 * Loaded into the server by `--import`: once a minute it collects all garbage and appends the time and the bytes that are left to
 * a file, which is the only figure of a heap that says whether something is kept for ever. It costs a tenth of a second.
 */
import { appendFileSync } from "node:fs";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const EVERY_MS = 60_000;
const file = process.env["SOAK_HEAP_FILE"];

if (file !== undefined) {
  setFlagsFromString("--expose-gc");
  // Not as a global of the program, which would give back memory by itself then (src/cli/rest.ts).
  const collect = runInNewContext("gc") as () => void;
  setInterval(() => {
    collect();
    appendFileSync(file, `${Date.now()} ${getHeapStatistics().used_heap_size}\n`);
  }, EVERY_MS).unref();
}
