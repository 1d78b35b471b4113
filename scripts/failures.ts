/** Writes the failures of docs/api.md from src/errors.ts; `--check` fails when the file has drifted. */
import { readFileSync, writeFileSync } from "node:fs";
import { explainFailures } from "../src/features/system/failure-pages.ts";

const FILE = "docs/api.md";
const START = "<!-- Written by scripts/failures.ts from src/errors.ts; do not edit below. -->";

/** A heading for each status, an anchor and three lines for each code. */
export const failuresText = (): string =>
  [...Map.groupBy(explainFailures(), ({ status }) => status)]
    .map(([status, failures]) =>
      [
        `### ${status}`,
        ...failures.map(
          ({ code, title, cause, cure }) =>
            `<a id="${code}"></a>**\`${code}\`** ${title}.\n- *Why.* ${cause}\n- *What to do.* ${cure}`,
        ),
      ].join("\n\n"),
    )
    .join("\n\n");

/** The document with its generated end made anew. @throws Error when the mark is gone. */
export function withFailures(document: string): string {
  const at = document.indexOf(START);
  if (at < 0) throw new Error(`${FILE} has lost the line: ${START}`);
  return `${document.slice(0, at)}${START}\n\n${failuresText()}\n`;
}

if (import.meta.main) {
  const before = readFileSync(FILE, "utf8");
  const after = withFailures(before);
  if (!process.argv.includes("--check")) writeFileSync(FILE, after);
  else if (before !== after) {
    process.stderr.write(`${FILE} differs from src/errors.ts: run node scripts/failures.ts\n`);
    process.exitCode = 1;
  }
}
