import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Spaced } from "../../src/db/spaced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("who asks first is served at once, a crowd is served together, and nobody is forgotten", () => {
  const startedAt: number[] = [];
  let served = 0;
  let asked = 0;
  const spaced = new Spaced(
    () => {
      startedAt.push(performance.now());
      served = asked;
    },
    { waitMs: 2, restMs: 25 },
  );
  const begin = performance.now();
  for (let turn = 0; turn < 1_000; turn += 1) {
    asked += 1;
    spaced.ask();
    if (turn % 10 === 0) vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(25);
  const passed = startedAt.map((at) => Math.round(at - begin));
  expect(served).toBe(1_000);
  expect(passed[0]).toBe(2);
  expect(passed.length).toBeLessThanOrEqual(6);
  expect(passed.slice(1).every((at, index) => at - (passed[index] ?? 0) >= 25)).toBe(true);
});

test("what has rested does not wait again, and what was stopped does not start", () => {
  let runs = 0;
  const spaced = new Spaced(() => (runs += 1), { waitMs: 0, restMs: 25 });
  spaced.ask();
  vi.advanceTimersByTime(1);
  expect(runs).toBe(1);
  vi.advanceTimersByTime(100);
  spaced.ask();
  vi.advanceTimersByTime(1);
  expect(runs).toBe(2);
  spaced.ask();
  spaced.stop();
  vi.advanceTimersByTime(100);
  expect(runs).toBe(2);
});
