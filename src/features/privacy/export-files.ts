import { stringify } from "csv-stringify/sync";
import type { ArchiveFile } from "./archive.ts";
import type { PersonalPage } from "./personal-queries.ts";
import type { PersonalTable } from "./personal-table.ts";

/** Moves when a reader of the archive would have to be changed. */
const SCHEMA_VERSION = 1;

/** Reads all rows of a table, a page at a time. */
export type ReadTable = (table: PersonalTable) => AsyncIterable<PersonalPage>;
type Count = (rows: number) => void;

async function* jsonOf(pages: AsyncIterable<PersonalPage>, count: Count): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const { rows, text } of pages) {
    if (rows === 0) continue;
    yield separator + text;
    separator = ",\n";
    count(rows);
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* csvOf(
  { exported: columns }: PersonalTable,
  pages: AsyncIterable<PersonalPage>,
  count: Count,
): AsyncGenerator<string> {
  // A spreadsheet must not take what somebody wrote for a formula (OWASP CSV injection).
  const options = { columns, escape_formulas: true, cast: { boolean: String } };
  yield stringify([], { ...options, header: true });
  for await (const { rows, text } of pages) {
    if (rows === 0) continue;
    yield stringify(JSON.parse(`[${text}]`) as object[], options);
    count(rows);
  }
}

const README = `This archive holds what Promptr stores about you. Each table is there twice: as JSON, and as CSV for spreadsheets.
In the CSV files, text that a spreadsheet could take for a formula begins with an apostrophe; lists are JSON text.
manifest.json says when the archive was made, how many rows each file has, and which columns were left out and why.
The tables were read one after the other while your account was in use, so a change of that moment may be in one file
and not yet in another. Times name their offset from UTC. Jobs that wait in the queue hold no data but ids, and are not listed.
`;

/** The files of one person's archive. The manifest comes last, when the rows are counted. */
export function filesOf(tables: readonly PersonalTable[], read: ReadTable, createdAt: Date): ArchiveFile[] {
  const counts: { file: string; rows: number }[] = [];
  const counted = (file: string): Count => {
    const entry = { file, rows: 0 };
    counts.push(entry);
    return (rows) => void (entry.rows += rows);
  };
  const manifest = () => ({
    schemaVersion: SCHEMA_VERSION,
    createdAt: createdAt.toISOString(),
    files: counts,
    omitted: Object.fromEntries(
      tables.filter(({ omitted }) => Object.keys(omitted).length > 0).map(({ name, omitted }) => [name, omitted]),
    ),
  });
  return [
    { name: "README.txt", text: () => once(README) },
    ...tables.flatMap((table): ArchiveFile[] => [
      {
        name: `${table.name}.json`,
        text: () => jsonOf(read(table), counted(`${table.name}.json`)),
      },
      {
        name: `${table.name}.csv`,
        text: () => csvOf(table, read(table), counted(`${table.name}.csv`)),
      },
    ]),
    { name: "manifest.json", text: () => once(`${JSON.stringify(manifest(), null, 2)}\n`) },
  ];
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
