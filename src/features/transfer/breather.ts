import { setImmediate } from "node:timers/promises";

const BREATH_MS = 10;

/** Gives way to other requests whenever it has kept the processor for a while. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
