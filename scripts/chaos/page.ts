import { readFileSync, writeFileSync } from "node:fs";
import { type Fault, FAULTS, sourceOf } from "./list.ts";

const [BEGIN, END] = ["<!-- chaos -->", "<!-- /chaos -->"];
const HEAD = ["| promises | fault | injected by | so | measured | when |", "|---|---|---|---|---|---|"];

export type Told = {
  readonly fault: Fault;
  readonly held: boolean;
  readonly figures: readonly string[];
  readonly seed: string;
  readonly isLong: boolean;
};

/** What came of one fault, as a line of the table. */
export function rowOf({ fault, held, figures, seed, isLong }: Told, date: string): string {
  const shown = figures.map((line) => line.replace(/^(?:figure: |ok {3})/, "").replaceAll("|", "/")).join("; ");
  const when = `${date}, ${isLong ? "long" : "short"}, seed ${seed}`;
  const cells = [fault.promise, fault.what, `\`${sourceOf(fault)}\``, held ? "held" : "**BROKE**", shown, when];
  return `| ${cells.join(" | ")} |`;
}

/**
 * The page with the new rows in its table. Faults that were not tried this time keep the row they had, with its own date, so that
 * the long form can be run in parts; a fault that is not in the list any more loses its row.
 */
export function withRows(page: string, rows: readonly string[]): string {
  const [head = "", rest = ""] = page.split(BEGIN);
  const [before = "", tail = ""] = rest.split(END);
  const known = new Map([...before.split("\n"), ...rows].map((row) => [row.split(" | ")[1], row]));
  const table = FAULTS.map(
    (fault) => known.get(fault.what) ?? `| ${fault.promise} | ${fault.what} | \`${sourceOf(fault)}\` | not run | | |`,
  );
  return `${head}${BEGIN}\n${[...HEAD, ...table].join("\n")}\n${END}${tail}`;
}

export function writeRow(file: string, told: Told): void {
  const row = rowOf(told, new Date().toISOString().slice(0, 10));
  writeFileSync(file, withRows(readFileSync(file, "utf8"), [row]));
}
