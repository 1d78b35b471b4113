/**
 * Writes the SQL of every query builder to test/golden, so that a change of a query is reviewed as SQL; `--check` compares.
 * Builders take a sample from scripts/golden-samples.ts, or a stand-in that answers every key when the SQL does not depend on it.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { samples } from "./golden-samples.ts";

const FOLDER = "test/golden";
const BREAKS =
  / (?=(?:from|where|order by|group by|limit|offset|values|returning|set|on conflict|union|inner join|left join) )/g;

type Written = { sql: string } | { compile(): { sql: string } };
type Builder = (...parameters: unknown[]) => Written;

const standIn: unknown = new Proxy({}, { get: (_target, key) => (key === "getTime" ? () => 0 : "?") });

const isWritten = (value: unknown): value is Written =>
  typeof value === "object" && value !== null && ("compile" in value || ("sql" in value && "parameters" in value));

const textOf = (query: Written): string =>
  ("compile" in query ? query.compile() : query).sql.replaceAll(/\s+/g, " ").trim().replaceAll(BREAKS, "\n  ");

function write(name: string, exported: unknown): string[] {
  if (isWritten(exported)) return [`-- ${name}\n${textOf(exported)};\n`];
  if (typeof exported !== "function") return [];
  const variants = samples[name] ?? [[standIn]];
  return variants.map((parameters, index) => {
    const query = (exported as Builder)(...parameters);
    if (!isWritten(query)) throw new Error(`${name} does not return a query; queries files export queries only`);
    return `-- ${name}${variants.length > 1 ? ` (${index + 1})` : ""}\n${textOf(query)};\n`;
  });
}

const files = [
  ...globSync("src/features/**/*queries.ts"),
  ...globSync("src/db/{idempotency,request-windows,signing-keys}.ts"),
].sort();
const golden = new Map<string, string>();
for (const file of files) {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const label = `${basename(dirname(file))}-${basename(file, ".ts")}`;
  const entries = Object.entries(module).sort(([a], [b]) => a.localeCompare(b));
  golden.set(`${label}.sql`, entries.flatMap(([name, exported]) => write(`${label}.${name}`, exported)).join("\n"));
}

if (!process.argv.includes("--check")) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [file, text] of golden) writeFileSync(join(FOLDER, file), text);
} else {
  const kept = new Set(globSync(`${FOLDER}/*.sql`).map((file) => basename(file)));
  for (const [file, text] of golden) {
    if (!kept.delete(file) || readFileSync(join(FOLDER, file), "utf8") !== text) {
      process.stderr.write(
        `${FOLDER}/${file} differs from the queries: run node scripts/golden.ts and review the SQL\n`,
      );
      process.exitCode = 1;
    }
  }
  for (const file of kept) {
    process.stderr.write(`${FOLDER}/${file} belongs to no queries file any more\n`);
    process.exitCode = 1;
  }
}
