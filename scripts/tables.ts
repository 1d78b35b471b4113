/** Writes src/db/tables.ts from a freshly migrated database; `--check` fails when the file has drifted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { format, resolveConfig } from "prettier";
import { startEmbeddedPostgres } from "../src/adapters/embedded-postgres.ts";
import { migrate } from "../src/db/migrate.ts";
import { readMigrations } from "../src/app/migrations.ts";

const FILE = "src/db/tables.ts";
const TYPES: Record<string, string> = {
  uuid: "string",
  text: "string",
  varchar: "string",
  inet: "string",
  _cidr: "string[]",
  date: "string",
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "number",
  numeric: "number",
  float8: "number",
  tsvector: "string",
  timestamptz: "Date",
  bytea: "Buffer",
  bit: "string",
  jsonb: "Json",
  xid8: "string",
  _text: "string[]",
  _int4: "number[]",
};

type Column = {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  optional: boolean;
  choices: string[] | null;
};

const COLUMNS = `
  select c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
    a.atthasdef as optional,
    (select array_agg(m[1] order by ordinality)
      from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([a-z_]+)''::text', 'g') with ordinality as r(m, ordinality)
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '% = ANY (ARRAY[%') as choices
  from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
  where n.nspname = 'promptr' and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname, a.attnum`;

const pascal = (name: string): string =>
  name.replaceAll(/(^|_)([a-z])/g, (_all, _gap, letter: string) => letter.toUpperCase());

function typeOf({ table, column, type, nullable, optional, choices }: Column): string {
  const base = choices ? choices.map((choice) => `"${choice}"`).join(" | ") : TYPES[type];
  if (base === undefined) throw new Error(`${table}.${column} has type ${type}, which scripts/tables.ts does not know`);
  const whole = nullable ? `${base} | null` : base;
  return optional ? `Generated<${whole}>` : whole;
}

async function columns(): Promise<Column[]> {
  const home = mkdtempSync(join(tmpdir(), "promptr-tables-"));
  const server = await startEmbeddedPostgres({ home, durable: false });
  try {
    await migrate(server.connection, readMigrations());
    const client = new pg.Client(server.connection);
    await client.connect();
    const { rows } = await client.query<Column>(COLUMNS);
    await client.end();
    return rows;
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function write(all: readonly Column[]): string {
  const tables = Map.groupBy(all, ({ table }) => table);
  const types = [...tables].map(
    ([table, list]) =>
      `export type ${pascal(table)}Table = { ${list.map((column) => `${column.column}: ${typeOf(column)};`).join(" ")} };`,
  );
  return [
    "// Written by scripts/tables.ts from the migrations; do not edit.",
    'import type { Generated } from "kysely";',
    "/** jsonb: objects are sent as JSON text and read back parsed. */",
    "export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };",
    ...types,
    `export type Tables = { ${[...tables.keys()].map((table) => `${table}: ${pascal(table)}Table;`).join(" ")} };`,
  ].join("\n\n");
}

const text = await format(write(await columns()), { ...(await resolveConfig(FILE)), parser: "typescript" });
if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  process.stderr.write(`${FILE} differs from the migrations: run node scripts/tables.ts\n`);
  process.exitCode = 1;
}
