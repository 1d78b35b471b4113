import { createHash } from "node:crypto";
import type pg from "pg";

/** A plain SQL file: `0001-accounts.sql`. Applied once, never edited afterwards. */
export type Migration = { readonly name: string; readonly sql: string };

/** The database and the code do not fit together; the message is one line an operator can act on. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** A row of the ledger: what a database was given. */
export type Applied = {
  readonly name: string;
  readonly checksum: string;
  /** The name of the last migration of the oldest program that may run with it; null: none that does not know it. */
  readonly oldestProgram: string | null;
};

/** How a database and the migrations of a program stand to each other; never both at once. */
export type Standing = {
  /** Migrations of the program the database lacks. */
  readonly pending: readonly string[];
  /** Migrations of the database the program does not know, and may run with. */
  readonly ahead: readonly string[];
};

// Programs before decision 0036 made the table without its last column. It is added only where it is missing: the lock
// that takes would wait for a running backup.
export const LEDGER = `create table if not exists promptr.schema_migrations (
  name text primary key,
  checksum text not null check (length(checksum) = 64),
  applied_at timestamptz(3) not null default now(),
  oldest_program text
);
do $$ begin
  if not exists (select from pg_attribute where attrelid = 'promptr.schema_migrations'::regclass
      and attname = 'oldest_program' and not attisdropped) then
    alter table promptr.schema_migrations add column oldest_program text;
  end if;
end $$`;

/** Every row of the ledger, also of one without the last column. */
export async function readLedger(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `select name, checksum, to_jsonb(l) ->> 'oldest_program' as "oldestProgram" from promptr.schema_migrations l order by name`,
  );
  return rows;
}

const checksumOf = (sql: string): string => createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");

const OLDEST = /^-- oldest program: (\d{4}-[a-z-]+)\r?\n/;
/** What the first line of a migration says of programs that do not know it (decision 0036); without a word, none may run. */
export const oldestProgramOf = (sql: string): string | null => OLDEST.exec(sql)?.[1] ?? null;

/** What is written when a migration was applied. */
export const entryOf = ({ name, sql }: Migration): [name: string, checksum: string, oldestProgram: string | null] => [
  name,
  checksumOf(sql),
  oldestProgramOf(sql),
];

const newer = (what: string): MigrationError =>
  new MigrationError(`The database is newer than this program: ${what}. Deploy the newer version.`);

/** Compares what a database was given with what a program brings; throws where they cannot work together. */
export function compare(applied: readonly Applied[], migrations: readonly Migration[]): Standing {
  const known = new Map(migrations.map(({ name, sql }) => [name, checksumOf(sql)]));
  const newest = migrations.at(-1)?.name ?? "";
  const ahead: string[] = [];
  for (const { name, checksum, oldestProgram } of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      if (oldestProgram === null) throw newer(`it has ${name}`);
      if (oldestProgram > newest) throw newer(`it has ${name}, which programs before ${oldestProgram} do not fit`);
      ahead.push(name);
    } else if (expected !== checksum) {
      throw new MigrationError(
        `Migration ${name} was edited after it was applied. Restore the file and add a new migration.`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !done.has(name)).map(({ name }) => name);
  // Two lines of development: what one adds was never tried after what the other did.
  if (ahead.length > 0 && pending.length > 0)
    throw newer(`it has ${ahead.join(", ")}, and lacks ${pending.join(", ")} of this one`);
  return { pending, ahead };
}
