import { describe, expect, test } from "vitest";
import { codeOf, cyclesOf, edgesOf, importsOf } from "../../scripts/import-graph.ts";

const specifiersOf = (source: string): (string | null)[] => importsOf(codeOf(source)).map((found) => found.specifier);

describe("every form of import is read", () => {
  test.each<[string, string, (string | null)[]]>([
    ["a named import", `import { a, type B } from "./x.ts";`, ["./x.ts"]],
    ["a default and a namespace", `import a, * as b from './x.ts'`, ["./x.ts"]],
    ["a name that is a word of the grammar", `import { from, type as of } from "./x.ts";`, ["./x.ts"]],
    ["a default import called type", `import type from "./x.ts";`, ["./x.ts"]],
    ["many lines", `import {\n  a, // why "./no.ts"\n  b,\n} from\n  "./x.ts";`, ["./x.ts"]],
    ["two on a line", `import { a } from "./x.ts"; import { b } from "./y.ts";`, ["./x.ts", "./y.ts"]],
    ["two without semicolons", `import { a } from "./x.ts"\nimport "./y.ts"`, ["./x.ts", "./y.ts"]],
    ["with attributes", `import data from "./x.json" with { type: "json" };`, ["./x.json"]],
    [
      "a re-export",
      `export { a } from "./x.ts"; export * from "./y.ts"; export * as z from "./z.ts";`,
      ["./x.ts", "./y.ts", "./z.ts"],
    ],
    ["import()", `const x = async () => (await import("./x.ts")).default;`, ["./x.ts"]],
    [
      "import() inside a template",
      "const x = `a ${await import('./x.ts')} b ${`${import(`./y.ts`)}`}`;",
      ["./x.ts", "./y.ts"],
    ],
    ["import() after a regular expression with quotes", `const a = /["'/]/.test(b); import("./x.ts");`, ["./x.ts"]],
    ["import() after a division", `const a = b / 2; import("./x.ts"); const c = d / 3;`, ["./x.ts"]],
    [
      "a computed path",
      `await import(path); await import("./" + name); await import(\`./\${name}.ts\`);`,
      [null, null, null],
    ],
    ["require and resolve", `require("x"); require.resolve("y/z"); import.meta.resolve("z");`, ["x", "y/z", "z"]],
  ])("%s", (_title, source, expected) => {
    expect(specifiersOf(source)).toEqual(expected);
  });

  test.each([
    ["type imports", `import type { A } from "./x.ts";`],
    ["type re-exports", `export type { A } from "./x.ts";`],
    ["typeof import()", `type A = typeof import("./x.ts");`],
  ])("%s are read as types", (_title, source) => {
    expect(importsOf(codeOf(source))).toEqual([{ specifier: "./x.ts", typeOnly: true }]);
  });

  test.each([
    ["a line comment", `// import "./x.ts"`],
    ["a block comment", `/* import "./x.ts" */`],
    ["a string", `const a = 'import "./x.ts"'; const b = "\\" import('./x.ts')";`],
    ["a template", "const a = `import './x.ts'; ${b} from './x.ts'`;"],
    ["a regular expression", `const a = /import "x"/.exec(b);`],
    ["a member", `table.import("./x.ts"); const a = { import: "./x.ts" };`],
    ["an export of its own", `export const from = "./x.ts"; export { a };\nconst b = "./y.ts";`],
    ["import.meta", `if (import.meta.main) run("./x.ts");`],
  ])("%s is not an import", (_title, source) => {
    expect(specifiersOf(source)).toEqual([]);
  });
});

test("two groups of files that loop are two cycles, and a diamond is none", () => {
  const edges = (
    [
      ["a", "b"],
      ["b", "a"],
      ["b", "c"],
      ["c", "d"],
      ["d", "c"],
      ["d", "d"],
      ["a", "e"],
      ["e", "f"],
      ["a", "f"],
    ] as const
  ).map(([from, to]) => ({ from, to, typeOnly: false }));
  expect(cyclesOf(edges)).toEqual([
    ["a", "b", "a"],
    ["c", "d", "c"],
  ]);
});

test("edges name both files from the root", () => {
  expect(edgesOf(new Map([["src/http/a.ts", `import type { A } from "../scope.ts";`]]))).toEqual([
    { from: "src/http/a.ts", to: "src/scope.ts", typeOnly: true },
  ]);
});
