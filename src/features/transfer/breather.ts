import { setImmediate } from "node:timers/promises";
import { Failure } from "../../errors.ts";

const BREATH_MS = 10;

/** Nobody reads the answer of a caller who left, and a process that stops has no time: what they asked for ends here. */
export function refuseLeft(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure("overloaded", { detail: "The request was cut off; ask again" });
}

/** Gives way to other requests whenever it has kept the processor for a while, and ends the work of a caller who left. */
export function breather(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH_MS) return;
    await setImmediate();
    refuseLeft(signal);
    since = performance.now();
  };
}
