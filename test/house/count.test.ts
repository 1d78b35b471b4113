import { expect, test } from "vitest";
import { countAny, countSuppressions, figuresOf, rank } from "../../scripts/count.ts";

test("any is counted where it is a type, and nowhere else", () => {
  expect(countAny("let a: any; let b = c as any; type D = Record<string, any>; type E = any[];")).toBe(4);
  expect(countAny("await Promise.any(a); z.any(); const b = { any: 1 }; // any\nconst c = 'any';")).toBe(0);
});

test("a suppression is a comment that begins with it", () => {
  const sources = [
    "// @ts-expect-error why",
    "/* oxlint-disable no-console */",
    "// eslint-disable-next-line",
    "/** @ts-nocheck */",
  ];
  expect(sources.map(countSuppressions)).toEqual([1, 1, 1, 1]);
  expect(countSuppressions("// says nothing of @ts-ignore\nconst a = '// @ts-ignore';")).toBe(0);
});

test("ranks are those of the sorted list", () => {
  expect([
    rank([1, 2, 3, 4], 0.5),
    rank([1, 2, 3], 0.5),
    rank([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9),
    rank([], 0.5),
  ]).toEqual([2, 2, 9, 0]);
});

test("lines, edges and both kinds of cycle are counted", () => {
  const src = new Map([
    ["src/db/a.ts", `import "./b.ts";\nlet a: any;\n`],
    ["src/db/b.ts", `import type { A } from "./a.ts";\n`],
  ]);
  expect(figuresOf(src, src)).toEqual({
    files: 2,
    lines: { total: 3, median: 1, p90: 2, max: 2 },
    largest: "src/db/a.ts",
    edges: 2,
    cycles: { values: 0, withTypes: 1 },
    any: { src: 1, all: 1 },
    suppressions: { src: 0, all: 0 },
  });
});
