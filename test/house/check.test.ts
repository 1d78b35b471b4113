import { expect, test } from "vitest";
import { describeOutcome, type Outcome, runAll, type Step, STEPS } from "../../scripts/check.ts";

const node = (name: string, code: string): Step => ({ name, command: process.execPath, parameters: ["-e", code] });

async function runSorted(steps: readonly Step[], timeoutMs?: number): Promise<{ told: string[]; outcomes: Outcome[] }> {
  const told: string[] = [];
  const outcomes = await runAll(steps, (outcome) => told.push(outcome.name), timeoutMs);
  return { told: told.sort(), outcomes: outcomes.sort((a, b) => a.name.localeCompare(b.name)) };
}

test("every failing step is reported, and none keeps the others from running", async () => {
  const { told, outcomes } = await runSorted([
    node("a", "console.error('first fault'); process.exit(1)"),
    node("b", "process.exit(3)"),
    node("c", "console.log('fine')"),
    { name: "d", command: "promptr-has-no-such-tool", parameters: [] },
    { name: "e", command: process.execPath, parameters: ["scripts/no-such-script.ts"] },
  ]);
  expect(told).toEqual(["a", "b", "c", "d", "e"]);
  expect(outcomes.map((outcome) => outcome.passed)).toEqual([false, false, true, false, false]);
  expect(outcomes[0]?.output).toBe("first fault\n");
  expect(outcomes[3]?.output).toContain("ENOENT");
});

test("a step that hangs is ended and counts as failed", async () => {
  const { outcomes } = await runSorted([node("hangs", "setInterval(() => {}, 1000)")], 100);
  expect(outcomes).toMatchObject([{ name: "hangs", passed: false, output: "ended by SIGKILL\n" }]);
});

test("a passing step takes one line with its seconds, a failing one shows what it said", () => {
  expect(describeOutcome({ name: "types", passed: true, seconds: 1.234, output: "noise" })).toBe(
    "ok     types        1.2 s\n",
  );
  expect(describeOutcome({ name: "lint", passed: false, seconds: 0, output: "a\nb\n" })).toBe(
    "FAILED lint         0.0 s\na\nb\n",
  );
});

test("warnings of the linter fail the check", () => {
  expect(STEPS.find((step) => step.name === "lint")?.parameters).toContain("--deny-warnings");
});
