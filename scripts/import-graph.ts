import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Token, tokensOf } from "./tokens.ts";

export type Import = {
  /** What stands between the quotes, or null when the path is computed and nobody can follow it. */
  readonly specifier: string | null;
  /** True for `import type`, `export type … from` and `typeof import("x")`. */
  readonly typeOnly: boolean;
};

/** One relative import between two files, both named from the root with forward slashes. */
export type Edge = { readonly from: string; readonly to: string; readonly typeOnly: boolean };

const textAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "string" ? undefined : token?.text;
};
const stringAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at];
  return token?.kind === "string" ? token.text : undefined;
};

/** The string after the `from` that ends the import or export clause beginning at `start`. */
function clauseTarget(tokens: readonly Token[], start: number): string | undefined {
  for (let at = start; at < tokens.length; at++) {
    const text = textAt(tokens, at);
    if (text === "from" && stringAt(tokens, at + 1) !== undefined) return stringAt(tokens, at + 1);
    if (text === "import" || text === "export") return undefined;
    if (tokens[at]?.kind === "mark" && !"{},*".includes(text ?? "")) return undefined;
  }
  return undefined;
}

function callTarget(tokens: readonly Token[], open: number): string | null {
  const end = textAt(tokens, open + 2);
  return (end === ")" || end === "," ? stringAt(tokens, open + 1) : undefined) ?? null;
}

function clause(tokens: readonly Token[], at: number): Import[] {
  const specifier = clauseTarget(tokens, at + 1);
  const afterType = textAt(tokens, at + 2);
  const typeOnly = textAt(tokens, at + 1) === "type" && afterType !== "from" && afterType !== ",";
  return specifier === undefined ? [] : [{ specifier, typeOnly }];
}

/** `import` and `export` in every form; `require("x")` and `….resolve("x")` too, since they reach a package all the same. */
function importsAt(tokens: readonly Token[], at: number): Import[] {
  const word = textAt(tokens, at);
  const before = textAt(tokens, at - 1);
  const next = textAt(tokens, at + 1);
  const isMember = before === "." || before === "?.";
  if (word === "export" && !isMember) return clause(tokens, at);
  if (word === "import" && !isMember) {
    const bare = stringAt(tokens, at + 1);
    if (bare !== undefined) return [{ specifier: bare, typeOnly: false }];
    if (next === "(") return [{ specifier: callTarget(tokens, at + 1), typeOnly: before === "typeof" }];
    return clause(tokens, at);
  }
  const owner = textAt(tokens, at - 2);
  const resolves = word === "resolve" && isMember && (owner === "require" || owner === "meta");
  if (next !== "(" || !(resolves || (word === "require" && !isMember))) return [];
  const specifier = callTarget(tokens, at + 1);
  return specifier === null ? [] : [{ specifier, typeOnly: false }];
}

/** Every import of a file, in order. `tokens` must hold no comments. */
export const importsOf = (tokens: readonly Token[]): Import[] =>
  tokens.flatMap((token, at) => (token.kind === "word" ? importsAt(tokens, at) : []));

/** The tokens of a file that are code. */
export const codeOf = (source: string): Token[] => tokensOf(source).filter((token) => token.kind !== "comment");

/** The file a relative specifier names, seen from the root. */
export const targetOf = (from: string, specifier: string): string => posix.join(posix.dirname(from), specifier);

/** All TypeScript files of the named folders with their text, by their path from `root`, sorted. */
export function readSources(root: string, folders: readonly string[]): Map<string, string> {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  );
  return new Map(files.sort().map((file) => [file.replaceAll("\\", "/"), readFileSync(join(root, file), "utf8")]));
}

export const edgesOf = (sources: ReadonlyMap<string, string>): Edge[] =>
  [...sources].flatMap(([from, source]) =>
    importsOf(codeOf(source)).flatMap(({ specifier, typeOnly }) =>
      specifier?.startsWith(".") ? [{ from, to: targetOf(from, specifier), typeOnly }] : [],
    ),
  );

/** The shortest way from a file back to itself, or null. */
function loopThrough(file: string, next: ReadonlyMap<string, readonly string[]>): string[] | null {
  const trails = [[file]];
  const seen = new Set<string>();
  for (let trail = trails.shift(); trail; trail = trails.shift()) {
    for (const target of next.get(trail.at(-1) ?? file) ?? []) {
      if (target === file) return [...trail, file];
      if (!seen.has(target)) trails.push([...trail, target]);
      seen.add(target);
    }
  }
  return null;
}

/** Loops of imports, one for each group of files that reach each other, as `[a, b, a]`. */
export function cyclesOf(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    for (const file of seen) for (const target of next.get(file) ?? []) seen.add(target);
    return seen.has(to);
  };
  const cycles: string[][] = [];
  for (const file of [...next.keys()].sort()) {
    const known = cycles.some(([first]) => first !== undefined && reaches(first, file) && reaches(file, first));
    const loop = known ? null : loopThrough(file, next);
    if (loop) cycles.push(loop);
  }
  return cycles;
}
