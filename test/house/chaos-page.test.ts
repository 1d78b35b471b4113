import { expect, test } from "vitest";
import { FAULTS } from "../../scripts/chaos/list.ts";
import { rowOf, withRows } from "../../scripts/chaos/page.ts";

const [first, second] = FAULTS;
const told = (fault = first!, figures: string[] = []) => ({ fault, held: true, figures, seed: "7", isLong: true });
const EMPTY = "before\n<!-- chaos -->\n<!-- /chaos -->\nafter\n";

test("a part of chaos replaces its own rows of the page, and the others keep theirs with their dates", () => {
  const whole = withRows(EMPTY, [rowOf(told(first), "2026-01-01"), rowOf(told(second), "2026-01-02")]);
  const later = withRows(whole, [rowOf(told(first, ["figure: 3 | 4 kills"]), "2026-02-01")]);
  const rows = later.split("\n").filter((line) => line.startsWith("| P"));
  expect(rows.filter((row) => row.includes(` ${first!.what} `))).toEqual([
    `| ${first!.promise} | ${first!.what} | \`test/process/kill.test.ts\` | held | 3 / 4 kills | 2026-02-01, long, seed 7 |`,
  ]);
  expect(rows.find((row) => row.includes(` ${second!.what} `))).toContain("2026-01-02, long, seed 7");
  expect(later.startsWith("before\n")).toBe(true);
  expect(later.endsWith("\nafter\n")).toBe(true);
});

test("every fault has one row, and one that was never tried says so", () => {
  const rows = withRows(EMPTY, []).split("\n").slice(4, -3);
  expect(rows).toHaveLength(FAULTS.length);
  expect(rows.every((row) => row.includes("| not run |"))).toBe(true);
});

test("a row of a fault that is not in the list any more goes, and what broke is said", () => {
  const page = withRows(EMPTY.replace("-->\n<!--", "-->\n| P99 | gone | `x` | held | | |\n<!--"), [
    rowOf({ ...told(), held: false }, "2026-01-01"),
  ]);
  expect(page).not.toContain("P99");
  expect(page).toContain("**BROKE**");
});
