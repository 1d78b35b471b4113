/** The client as a package that needs nothing: its JavaScript and its declarations, made of src/client. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

const TARGET = "docs/client";
const ENTRIES = ["index", "node"];
const OPTIONS = [
  ..."--declaration --emitDeclarationOnly --strict --exactOptionalPropertyTypes --allowImportingTsExtensions".split(
    " ",
  ),
  ..."--target es2022 --lib es2024,esnext.disposable --module nodenext --types node --skipLibCheck --noEmit false".split(
    " ",
  ),
];

/** Node 20 is the oldest that gets it. */
function scripts(): [string, string][] {
  const entryPoints = ENTRIES.map((name) => `src/client/${name}.ts`);
  const { outputFiles } = buildSync({
    entryPoints,
    outdir: TARGET,
    bundle: true,
    splitting: true,
    chunkNames: "shared",
    format: "esm",
    platform: "neutral",
    external: ["node:*"],
    target: "es2022",
    charset: "utf8",
    write: false,
    logLevel: "error",
  });
  return outputFiles.map(({ path, text }) => [`${TARGET}/${path.split("/").at(-1)}`, text]);
}

/** A file beside it by the ending every compiler and Deno look up, not by the one its source has. */
const ENDING = /(?<=(?:from |import\()"\.[^"]*)\.ts(?=")/g;

/** For whoever compiles for browsers only: their library does not know `Symbol.dispose` unless told. */
const HEADS: Readonly<Record<string, string>> = { "index.d.ts": '/// <reference lib="esnext.disposable" />\n' };

function declarations(folder: string): [string, string][] {
  const files = ENTRIES.map((name) => `src/client/${name}.ts`);
  const options = [...OPTIONS, "--outDir", folder, "--rootDir", "src/client"];
  execFileSync("node_modules/.bin/tsc", ["--ignoreConfig", ...options, ...files], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8").replaceAll(ENDING, ".js");
      return [`${TARGET}/${name}`, (HEADS[name] ?? "") + text];
    });
}

/** Every generated file of the package, by its path. */
export function packageFiles(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "promptr-client-"));
  try {
    return new Map([...scripts(), ...declarations(folder)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
