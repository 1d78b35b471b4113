import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FAULTS, suiteOf } from "../../scripts/chaos/list.ts";
import { GUARDS } from "../../scripts/guards/list.ts";

const page = readFileSync("docs/reliability.md", "utf8");
const PROMISES = 32;

test("docs/reliability.md has a line for each promise, and every file, title and command in it is there", () => {
  const rows = [...page.matchAll(/^\| (P\d+) \| .* \|$/gm)].map(([, name]) => name);
  for (let n = 1; n <= PROMISES; n += 1) expect(rows).toContain(`P${n}`);

  const missing = [...page.matchAll(/`((?:test|scripts)\/[\w/.-]+\.ts)`((?:,? "[^"]+")*)/g)].flatMap(
    ([, file = "", titles = ""]) => {
      if (!existsSync(file)) return [file];
      const text = readFileSync(file, "utf8");
      return [...titles.matchAll(/"([^"]+)"/g)]
        .filter(([, title = ""]) => !text.includes(title))
        .map(([title]) => `${file} ${title}`);
    },
  );
  expect(missing).toEqual([]);

  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const commands = [...page.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const programs = [...page.matchAll(/node (scripts\/[\w/.-]+\.ts)/g)].map(([, file = ""]) => file);
  expect(programs.filter((file) => !existsSync(file))).toEqual([]);
});

test("what a variable of docs/reliability.md makes longer reads that variable", () => {
  const named = [...page.matchAll(/\b([A-Z]+_(?:ROUNDS|RUNS|RATE)|GUESSES)=/g)].map(([, name = ""]) => name);
  const files = [...page.matchAll(/`(test\/[\w/.-]+\.ts)`/g)].map(([, file = ""]) => file);
  const read = [...files, "test/reliability/model.ts"].map((file) => readFileSync(file, "utf8")).join("\n");
  expect([...new Set(named)].filter((name) => !read.includes(`"${name}"`))).toEqual([]);
});

test("every variable docs/reliability.md names is set by npm run chaos -- --long, and what runs an entry in npm test is there", () => {
  const set = new Set(FAULTS.flatMap(({ run }) => ("test" in run ? Object.keys(run.long ?? {}) : [])));
  const named = [...page.matchAll(/\b([A-Z]+(?:_[A-Z]+)?)=\d/g)].map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect([...new Set(named)].filter((name) => !set.has(name))).toEqual([]);
  expect(FAULTS.map(suiteOf).filter((file) => !existsSync(file))).toEqual([]);
});

/** A column of the table between two marks of the page, from one. */
const columnOf = (mark: string, column: number): string[] => {
  const table = page.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) => row.split(" | ")[column - 1]?.replace(/^\| /, "") ?? "");
};

test("the table of faults and the table of guards in docs/reliability.md have a row for each there is, and no other", () => {
  expect(columnOf("chaos", 2)).toEqual(FAULTS.map(({ what }) => what));
  expect(columnOf("guards", 1)).toEqual(GUARDS.map(({ name }) => name));
});

test("each fault and each guard is proved by tests and scripts that are there", () => {
  const files = FAULTS.map(({ run }) => ("test" in run ? run.test : (run.script[0] ?? "")));
  expect([...files, ...GUARDS.flatMap(({ tests }) => tests)].filter((file) => !existsSync(file))).toEqual([]);
  for (const { guarded, file } of GUARDS) expect(readFileSync(file, "utf8").split(guarded)).toHaveLength(2);
});
