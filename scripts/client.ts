/** Writes the typed client from docs/openapi.json: src/client/generated, and the package in docs/client; `--check` tells drift. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { methodsOf, tableRow } from "./client-calls.ts";
import { groupOf, listed, type Listed, operationType } from "./client-operations.ts";
import { packageFiles } from "./client-package.ts";
import { faultsOfReadme } from "./client-readme.ts";
import { commentOf, type Schema, typeOf } from "./client-schema.ts";
import { templateText } from "./client-template.ts";
import type { Document } from "./openapi-document.ts";

const SOURCE = "docs/openapi.json";
const GENERATED = "src/client/generated";
const HEAD = "// Written by scripts/client.ts from docs/openapi.json; do not edit.\n";

const nameOfInterface = (group: string): string => `${(group[0] ?? "").toUpperCase()}${group.slice(1)}Operations`;

function problemsText(document: Document): string {
  const examples = (document.components as { examples: Record<string, { summary: string; value: { status: number } }> })
    .examples;
  const rows = Object.entries(examples).map(
    ([code, { summary, value }]) => `${commentOf(summary, "  ")}  ${code}: ${value.status};\n`,
  );
  return `/** Every failure a caller can meet, and the status it comes with. */\nexport type ProblemStatus = {\n${rows.join("")}};\n`;
}

/** The types: schemas by their names, problems, and what each operation takes and gives. */
export function typesText(document: Document): string {
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => name !== "Problem");
  const named = schemas.map(([name, schema]) => {
    const { description } = schema as Schema;
    return `${commentOf(description)}export type ${name} = ${typeOf(schema)};\n`;
  });
  const operations = listed(document).map((one) => operationType(one));
  return [
    HEAD,
    ...named,
    problemsText(document),
    `/** What every operation takes, what it answers by status, and with which problems it fails. */\nexport type Operations = {\n${operations.join("")}};\n`,
  ].join("\n");
}

/** The calls: a group for each tag, and the table they are made from. */
export function callsText(document: Document): string {
  const groups = Map.groupBy(listed(document), ({ operation }) => groupOf(operation));
  const interfaces = [...groups].map(
    ([group, all]: [string, Listed[]]) =>
      `export interface ${nameOfInterface(group)} {\n${all.map((one) => methodsOf(one)).join("")}}\n`,
  );
  const index = [...groups.keys()].map((group) => `  readonly ${group}: ${nameOfInterface(group)};\n`).join("");
  const rows = listed(document).map((one) => tableRow(one));
  return [
    HEAD,
    `import type { CallOptions, ChangeEvent, Conditional, Input, Reply, Row, RunEvent } from "../types.ts";\n`,
    ...interfaces,
    `/** Every operation, by the tag it has in the document. */\nexport type Groups = {\n${index}};\n`,
    `/** What a call needs to know while it runs. */\nexport const OPERATIONS = {\n${rows.join("")}} as const;\n`,
  ].join("\n");
}

const writeAll = (files: ReadonlyMap<string, string>): void => {
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};
const drifted = (files: ReadonlyMap<string, string>): string[] =>
  [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text).map(([file]) => file);

function main(isCheck: boolean): void {
  const document = JSON.parse(readFileSync(SOURCE, "utf8")) as Document;
  const sources = new Map([
    [`${GENERATED}/schema.ts`, typesText(document)],
    [`${GENERATED}/operations.ts`, callsText(document)],
    [`${GENERATED}/template.ts`, templateText()],
  ]);
  const stale = isCheck ? drifted(sources) : [];
  if (!isCheck) writeAll(sources);
  // The package is made of the files above, so it is looked at when they are right.
  const files = stale.length === 0 ? packageFiles() : new Map<string, string>();
  if (isCheck) stale.push(...drifted(files));
  else writeAll(files);
  for (const file of stale)
    process.stderr.write(`${file} is not what ${SOURCE} and src/client give: run node scripts/client.ts\n`);
  const faults = isCheck && stale.length === 0 ? faultsOfReadme() : "";
  process.stderr.write(faults);
  if (stale.length > 0 || faults !== "") process.exitCode = 1;
}

if (import.meta.main) main(process.argv.includes("--check"));
