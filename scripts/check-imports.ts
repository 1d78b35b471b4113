/** Fails when a file imports against the arrow, uses a package it does not own, reaches into another feature, or sits in a cycle. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ARROW, NET_WORDS, OWNERS, REFUSED, SOCKET_OWNERS, SOCKETS } from "./arrow.ts";
import { codeOf, cyclesOf, type Edge, edgesOf, importsOf, readSources, targetOf } from "./import-graph.ts";
import type { Token } from "./tokens.ts";

const layerOf = (file: string): string => (file.split("/")[1] ?? "").replace(/\.ts$/, "");
const rankOf = (file: string): number => ARROW.findIndex((line) => line.includes(layerOf(file)));
/** The folder below features/ or the adapter's name: `prompts`, `openai`. */
const unitOf = (file: string): string => (file.split("/")[2] ?? "").replace(/\.ts$/, "");
const ownedBy = (file: string, owner: string): boolean =>
  file === `src/${owner}.ts` || file.startsWith(`src/${owner}/`);

function edgeFault({ from, to }: Edge): string | null {
  if (to === "package.json") return null;
  if (!to.startsWith("src/")) return `${from} leaves src for ${to}`;
  if (!to.endsWith(".ts")) return `${from} imports ${to} without .ts`;
  if (rankOf(to) < 0 || rankOf(from) < 0) return null; // told once for the file itself
  const [layer, target] = [layerOf(from), layerOf(to)];
  if (rankOf(to) < rankOf(from)) return `${from} climbs to ${to}`;
  if (rankOf(to) === rankOf(from) && layer !== target) return `${from} may not import its sibling ${to}`;
  const refused = REFUSED.find((rule) => rule.to === target && rule.from.includes(layer) && layer !== target);
  if (refused) return `${from} may not import ${to}: ${refused.reason}`;
  const sameUnit = layer === target && unitOf(from) === unitOf(to);
  if (target === "features" && !sameUnit && unitOf(to) !== "index" && to !== `src/features/${unitOf(to)}/index.ts`)
    return `${from} reaches inside ${to}, past its index.ts`;
  if (layer === "adapters" && target === "adapters" && !sameUnit)
    return `${from} may not import another adapter, ${to}`;
  return null;
}

function packageFault(file: string, specifier: string, code: readonly Token[]): string | null {
  const opens = specifier !== "node:net" || code.some((token) => NET_WORDS.includes(token.text));
  if (SOCKETS.includes(specifier) && opens && !SOCKET_OWNERS.includes(layerOf(file)))
    return `${file} may not open sockets (${specifier})`;
  if (specifier === "node:process") return `${file} imports node:process: the checks only know the global`;
  if (specifier.startsWith("node:")) return null;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const owners = Object.hasOwn(OWNERS, name) ? OWNERS[name] : undefined;
  if (!owners) return `${file} imports ${name}, which has no row in OWNERS`;
  return owners.some((owner) => ownedBy(file, owner)) ? null : `${file} may not import ${name}`;
}

/** Reads of the environment and talk on the console, where they do not belong. */
function wordFaults(file: string, code: readonly Token[]): string[] {
  const text = code.map((token) => token.text);
  return code.flatMap((token, at) => {
    if (token.kind !== "word" || text[at - 1] === "." || text[at - 1] === "?.") return [];
    const [next, second] = [text[at + 1], text[at + 2]];
    const isMember = next === "." || next === "?." || next === "[";
    const unpacked = text[at - 2] === "}" && text[at - 1] === "=" && !isMember;
    const member = second === "[" ? text[at + 3] : second;
    const readsEnv = unpacked || (isMember && member === "env");
    if (token.text === "process" && readsEnv && layerOf(file) !== "config")
      return [`${file} reads process.env outside src/config.ts`];
    if (token.text === "console" && isMember && !["main", "cli"].includes(layerOf(file)))
      return [`${file} writes to the console`];
    return [];
  });
}

function fileFaults(file: string, source: string): string[] {
  const code = codeOf(source);
  const faults: (string | null)[] = [
    rankOf(file) < 0 ? `${file} is in no layer of the arrow` : null,
    ...wordFaults(file, code),
  ];
  for (const { specifier, typeOnly } of importsOf(code)) {
    if (specifier === null) faults.push(`${file} imports a computed path`);
    else if (specifier.startsWith(".")) faults.push(edgeFault({ from: file, to: targetOf(file, specifier), typeOnly }));
    else faults.push(packageFault(file, specifier, code));
  }
  return faults.filter((fault) => fault !== null);
}

/** Every fault of a tree, as one line each. `dependencies` are the packages package.json asks for at run time. */
export function faultsOf(sources: ReadonlyMap<string, string>, dependencies: readonly string[]): string[] {
  return [
    ...[...sources].flatMap(([file, source]) => fileFaults(file, source)),
    ...cyclesOf(edgesOf(sources)).map((loop) => `cycle: ${loop.join(" > ")}`),
    ...dependencies
      .filter((name) => !Object.hasOwn(OWNERS, name))
      .map((name) => `${name} is a dependency without a row in OWNERS`),
    ...Object.keys(OWNERS).flatMap((name) =>
      dependencies.includes(name) ? [] : [`${name} has a row in OWNERS but is no dependency`],
    ),
  ];
}

/** The packages of package.json that the server may load. */
export function dependenciesOf(root: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { dependencies = {}, optionalDependencies = {} } = manifest as Record<
    string,
    Record<string, string> | undefined
  >;
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
}

if (import.meta.main) {
  const sources = readSources(".", ["src"]);
  const faults = faultsOf(sources, dependenciesOf("."));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${sources.size} files, ${edgesOf(sources).length} edges, ${faults.length} faults\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
