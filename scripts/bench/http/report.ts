import { allCpu, type Cell, isValid, median, ratio } from "./figures.ts";

const FLOOR = "floor";
const SEED_STACK = "seed-stack";
/** Two processes of Promptr, with half of the connections each. */
const TWO = "promptr x2";
const MICROSECONDS = 1_000;

const figure = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : "-");
const times = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(2)}x` : "-");
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(row)].join("\n");

function range(values: readonly number[], digits: number): string {
  const middle = figure(median(values), digits);
  if (values.length < 2) return middle;
  return `${middle} [${figure(Math.min(...values), digits)}-${figure(Math.max(...values), digits)}]`;
}

const HEAD = [
  "contestant",
  "requests/s",
  "x floor",
  "x Express",
  "p50 / p99 ms",
  "CPU server",
  "Postgres",
  "all",
  "x floor",
  "+ µs",
  "x Express",
  "MiB",
  "bytes",
  "transactions",
  "others",
];

function line(cells: readonly Cell[], workload: string, contestant: string): string[] {
  const own = cells.filter((cell) => cell.workload === workload && cell.contestant === contestant);
  const valid = own.filter(isValid);
  const of = (value: (cell: Cell) => number): number[] => valid.map(value);
  const to = (name: string, value: (cell: Cell) => number): string =>
    name === contestant ? "" : times(ratio(cells, { workload, of: contestant, to: name }, value));
  const above = ratio(cells, { workload, of: contestant, to: FLOOR }, allCpu, (a, b) => (a - b) * MICROSECONDS);
  const invalid = own.length - valid.length;
  return [
    invalid === 0 ? contestant : `${contestant} (${invalid} of ${own.length} invalid)`,
    range(
      of(({ rate }) => rate),
      0,
    ),
    to(FLOOR, ({ rate }) => rate),
    to(SEED_STACK, ({ rate }) => rate),
    `${figure(median(of(({ p50Ms }) => p50Ms)), 1)} / ${figure(median(of(({ p99Ms }) => p99Ms)), 1)}`,
    figure(median(of(({ serverCpu }) => serverCpu)), 3),
    figure(median(of(({ postgresCpu }) => postgresCpu)), 3),
    range(of(allCpu), 3),
    to(FLOOR, allCpu),
    contestant === FLOOR ? "" : figure(above, 0),
    to(SEED_STACK, allCpu),
    figure(median(of(({ memoryMb }) => memoryMb)), 0),
    figure(median(of(({ bytes }) => bytes)), 0),
    figure(median(of(({ transactions }) => transactions)), 1),
    figure(median(of(({ others }) => others)), 2),
  ];
}

/** A table for each workload, and every reason why a cell does not count. */
export function cellTables(cells: readonly Cell[], titles: ReadonlyMap<string, string>): string {
  const contestants = [...new Set(cells.map(({ contestant }) => contestant))].toSorted();
  const tables = [...new Set(cells.map(({ workload }) => workload))].map((workload) => {
    const present = contestants.filter((name) =>
      cells.some((cell) => cell.workload === workload && cell.contestant === name),
    );
    const rows = present.map((contestant) => line(cells, workload, contestant));
    return `### ${titles.get(workload) ?? workload}\n\n${table(HEAD, rows)}`;
  });
  const invalid = cells
    .filter((cell) => !isValid(cell))
    .map(
      ({ contestant, workload, round, problems }) =>
        `- ${contestant}, ${workload}, round ${round + 1}: ${problems.join("; ")}`,
    );
  return [...tables, ...(invalid.length > 0 ? [`Cells that do not count:\n\n${invalid.join("\n")}`] : [])].join("\n\n");
}

/** How much more two processes do than one, where both were measured; nothing otherwise. */
export function twoTable(cells: readonly Cell[], titles: ReadonlyMap<string, string>): string {
  const workloads = [...new Set(cells.filter(({ contestant }) => contestant === TWO).map(({ workload }) => workload))];
  const rows = workloads.map((workload) => {
    const pair = { workload, of: TWO, to: "promptr" };
    return [
      titles.get(workload) ?? workload,
      times(ratio(cells, pair, ({ rate }) => rate)),
      times(ratio(cells, pair, allCpu)),
    ];
  });
  return rows.length === 0
    ? ""
    : `### Two processes beside one\n\n${table(["workload", "requests/s", "CPU a request"], rows)}`;
}

export type StartFigures = {
  readonly name: string;
  readonly coldMs: readonly number[];
  readonly idleMb: readonly number[];
};
export const startTable = (starts: readonly StartFigures[]): string =>
  table(
    ["contestant", "spawn to first right answer, ms", "idle memory, MiB"],
    starts.map(({ name, coldMs, idleMb }) => [name, range(coldMs, 0), range(idleMb, 0)]),
  );

export const START = "<!-- bench:start -->";
export const END = "<!-- bench:end -->";
/** Puts a report between the markers of a page, which get their place at its end when they are missing. */
export function inserted(page: string, report: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  const block = `${START}\n\n${report}\n\n${END}`;
  if (start < 0 || end < start) return `${page.trimEnd()}\n\n${block}\n`;
  return `${page.slice(0, start)}${block}${page.slice(end + END.length)}`;
}
