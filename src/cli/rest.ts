import type { Log } from "../adapters/log.ts";

const LOOK_MS = 5_000;
/** A process that used less of a processor since the last look has nobody whom a pause would keep waiting. */
const BUSY_SHARE = 0.05;
/** The second takes what the first has freed only inside the engine, and code that has not run since. */
const COLLECTIONS = 2;

/**
 * Gives back, once, what a start needed and a server at rest does not: a sixth of its memory, which the engine would otherwise
 * keep for as long as nothing happens. Waits for moments without work, because it takes a tenth of a second. Does nothing where
 * Node runs without `--expose-gc`.
 */
export function giveBackMemoryAtRest(log: Log): void {
  const { gc } = globalThis;
  if (!gc) return;
  let collections = 0;
  let seen = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(seen);
    seen = process.cpuUsage();
    if ((user + system) / 1_000 > LOOK_MS * BUSY_SHARE) return;
    const before = process.memoryUsage.rss();
    const startedAt = performance.now();
    gc({ type: "major", execution: "sync", flavor: "last-resort" });
    seen = process.cpuUsage(); // its own work is no sign of others
    const tookMs = Math.round(performance.now() - startedAt);
    log.debug("Gave back memory", { megabytes: Math.round((before - process.memoryUsage.rss()) / 1e6), tookMs });
    if ((collections += 1) === COLLECTIONS) clearInterval(timer);
  }, LOOK_MS);
  timer.unref();
}
