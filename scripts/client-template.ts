/** The server's own reader of `{{variables}}`, as a file the client can carry: what is copied cannot disagree. */
import { readFileSync } from "node:fs";

const FENCES = "src/features/enrichment/lint/text/fences.ts";
const SCANNER = "src/features/enrichment/lint/text/template.ts";
/** What only the linter wants of the scanner; it would bring more files along. */
const LEFT_OUT = /\/\*\* Every span an edit must leave alone, sorted\. \*\/\nexport const protectedSpans[\s\S]*?;\n\n/;

const withoutImports = (text: string): string => text.replaceAll(/^import .*;\n/gm, "").trim();

/** Throws when the sources have grown an import this does not know. */
export function templateText(): string {
  const scanner = readFileSync(SCANNER, "utf8");
  if (!LEFT_OUT.test(scanner))
    throw new Error(`${SCANNER} has no protectedSpans any more: change ${import.meta.filename}`);
  const fences = withoutImports(readFileSync(FENCES, "utf8")).replace("export function", "function");
  return [
    `// Copied by scripts/client.ts from ${FENCES} and ${SCANNER}; do not edit.`,
    "export type Span = readonly [start: number, end: number];",
    fences,
    withoutImports(scanner.replace(LEFT_OUT, "")),
    "",
  ].join("\n\n");
}
