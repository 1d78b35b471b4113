/**
 * Where the executable begins: unpacks its parts when they are wanted, and runs them. They lie packed, because what is read
 * of the file stays in memory beside what is made of it. The build compiles this; `require` is the executable's own, for builtins.
 */
import sea from "node:sea";
import { compileFunction } from "node:vm";
import { zstdDecompressSync } from "node:zlib";

type Module = { exports: unknown };
type Load = (name: string) => unknown;
type Run = (exports: unknown, require: NodeJS.Require, module: Module, place: string, loadPart: Load) => void;

const loaded = new Map<string, Module>();

function loadPart(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const part: Module = { exports: {} };
  loaded.set(name, part);
  // The texts are ASCII: this gives a string of one byte a letter.
  const code = zstdDecompressSync(new Uint8Array(sea.getRawAsset(`parts/${name}`))).toString("latin1");
  const words = ["exports", "require", "module", "__dirname", "loadPart"];
  // What bundleParts made is a function's body over these words.
  const run = compileFunction(code, words, { filename: `promptr/${name}` }) as unknown as Run;
  run(part.exports, require, part, "/", loadPart);
  return part.exports;
}
loadPart("main");
