import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import sea from "node:sea";

/** Whether this process is the single executable `npm run build` makes. */
export const isExecutable = sea.isSea();

/** The folder of the repository or the installed package; means nothing in the executable. */
export const ROOT = join(import.meta.dirname, "../..");

/** Where a file of this program lies when it runs from its sources: beside them, or in the package it belongs to. */
function pathOf(name: string): string {
  const [folder = "", ...rest] = name.split("/");
  if (folder !== "swagger-ui-dist") return join(ROOT, name);
  return join(dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json")), ...rest);
}

/** A file this program ships with, by its path in the repository or `swagger-ui-dist/…`; in the executable, by its key. */
export const readAsset = (name: string): Buffer =>
  isExecutable ? Buffer.from(sea.getRawAsset(name)) : readFileSync(pathOf(name));

export const readTextAsset = (name: string): string => readAsset(name).toString("utf8");
