/** Writes .env.example from the configuration schema; `--check` fails when the file has drifted. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { envExample } from "../src/config.ts";

const FILE = ".env.example";
if (!process.argv.includes("--check")) writeFileSync(FILE, envExample());
else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== envExample()) {
  process.stderr.write(`${FILE} differs from src/config.ts: run node scripts/env-example.ts\n`);
  process.exitCode = 1;
}
