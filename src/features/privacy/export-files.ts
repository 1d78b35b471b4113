import { stringify } from "csv-stringify/sync";
import type { ArchiveFile } from "./archive.ts";
import type { PersonalRow } from "./personal-queries.ts";
import type { PersonalTable } from "./personal-table.ts";

/** Moves when a reader of the archive would have to be changed. */
const SCHEMA_VERSION = 1;

/** Reads all rows of a table, a page at a time. */
export type ReadTable = (table: PersonalTable) => AsyncIterable<readonly PersonalRow[]>;

const plain = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString() : Buffer.isBuffer(value) ? value.toString("hex") : value;
const given = ({ exported }: PersonalTable, row: PersonalRow): PersonalRow =>
  Object.fromEntries(exported.map((column) => [column, plain(row[column])]));

type Count = (rows: number) => void;

async function* jsonOf(table: PersonalTable, pages: AsyncIterable<readonly PersonalRow[]>, count: Count) {
  let separator = "[\n";
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.map((row) => JSON.stringify(given(table, row))).join(",\n");
    separator = ",\n";
    count(page.length);
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* csvOf(table: PersonalTable, pages: AsyncIterable<readonly PersonalRow[]>, count: Count) {
  // A spreadsheet must not take what somebody wrote for a formula (OWASP CSV injection).
  const options = { columns: table.exported, escape_formulas: true, cast: { boolean: String } } as const;
  yield stringify([], { ...options, header: true });
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield stringify(
      page.map((row) => given(table, row)),
      options,
    );
    count(page.length);
  }
}

const README = `This archive holds what Promptr stores about you. Each table is there twice: as JSON, and as CSV for spreadsheets.
In the CSV files, text that a spreadsheet could take for a formula begins with an apostrophe; lists are JSON text.
manifest.json says when the archive was made, how many rows each file has, and which columns were left out and why.
The tables were read one after the other while your account was in use, so a change of that moment may be in one file
and not yet in another. Times are in UTC. Jobs that wait in the queue hold no data but ids, and are not listed.
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
        text: () => jsonOf(table, read(table), counted(`${table.name}.json`)),
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
