/** Prints the figures of the house as JSON: size, cycles, escapes from the type system, tests. */
import { spawnSync } from "node:child_process";
import { mkdtempDisposableSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cyclesOf, edgesOf, readSources } from "./import-graph.ts";
import { type Token, tokensOf } from "./tokens.ts";

type Sources = ReadonlyMap<string, string>;

const SUPPRESSION = /^\/[/*]+\s*(?:@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable|prettier-ignore)/;

const linesOf = (source: string): number => source.split("\n").length - (source.endsWith("\n") ? 1 : 0);

/** The value below which `share` of the sorted numbers lie (nearest rank); 0 when there are none. */
export const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

/** `any` used as a type: not a member such as `Promise.any`, a key or a call. */
export const countAny = (source: string): number => {
  const code = tokensOf(source).filter((token) => token.kind !== "comment");
  const isType = (token: Token, at: number): boolean =>
    token.kind === "word" &&
    token.text === "any" &&
    ![".", "?."].includes(code[at - 1]?.text ?? "") &&
    ![":", "("].includes(code[at + 1]?.text ?? "");
  return code.filter(isType).length;
};

/** Comments that switch off the type-checker, the linter or the formatter. */
export const countSuppressions = (source: string): number =>
  tokensOf(source).filter((token) => token.kind === "comment" && SUPPRESSION.test(token.text)).length;

const total = (sources: Sources, count: (source: string) => number): number =>
  [...sources.values()].reduce((sum, source) => sum + count(source), 0);

/** The figures of `src`, and of all own code where a figure says so. */
export function figuresOf(src: Sources, all: Sources) {
  const lines = [...src.values()].map(linesOf).sort((a, b) => a - b);
  const edges = edgesOf(src);
  return {
    files: src.size,
    lines: {
      total: lines.reduce((sum, count) => sum + count, 0),
      median: rank(lines, 0.5),
      p90: rank(lines, 0.9),
      max: lines.at(-1) ?? 0,
    },
    largest: [...src].sort(([, a], [, b]) => linesOf(b) - linesOf(a))[0]?.[0] ?? null,
    edges: edges.length,
    cycles: { values: cyclesOf(edges.filter((edge) => !edge.typeOnly)).length, withTypes: cyclesOf(edges).length },
    any: { src: total(src, countAny), all: total(all, countAny) },
    suppressions: { src: total(src, countSuppressions), all: total(all, countSuppressions) },
  };
}

/** How many tests vitest finds, tables unrolled; null when it cannot list them. */
function countTests(): number | null {
  using folder = mkdtempDisposableSync(join(tmpdir(), "promptr-count-"));
  const file = join(folder.path, "tests.json"); // a file, because the tests' setup may talk on stdout
  const { status } = spawnSync("node_modules/.bin/vitest", ["list", `--json=${file}`, "--staticParse=false"]);
  if (status !== 0) return null;
  const listed: unknown = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(listed) ? listed.length : null;
}

if (import.meta.main) {
  const figures = figuresOf(readSources(".", ["src"]), readSources(".", ["src", "test", "scripts"]));
  const testFiles = [...readSources(".", ["test"]).keys()].filter((file) => file.endsWith(".test.ts")).length;
  process.stdout.write(
    `${JSON.stringify({ ...figures, tests: { files: testFiles, tests: countTests() } }, null, 2)}\n`,
  );
}
