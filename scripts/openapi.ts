/** Writes docs/openapi.json from the routes; `--check` fails when the file has drifted. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { openApiText } from "../src/app/document.ts";

const FILE = "docs/openapi.json";
if (!process.argv.includes("--check")) writeFileSync(FILE, openApiText());
else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== openApiText()) {
  process.stderr.write(`${FILE} differs from the routes: run node scripts/openapi.ts\n`);
  process.exitCode = 1;
}
