import { createHash } from "node:crypto";
import pg from "pg";

/** A plain SQL file: `0001-accounts.sql`. Applied once, never edited afterwards. */
export type Migration = { readonly name: string; readonly sql: string };
export type MigrationSet = {
  /** Repeatable SQL that makes roles and schemas. */ readonly roles: string;
  readonly migrations: readonly Migration[];
};

/** The database and the code do not fit together; the message is one line an operator can act on. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Any number; it only has to be the same in every process that migrates. */
export const MIGRATION_LOCK = 7_701_001;

const checksumOf = (sql: string): string => createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");

const LEDGER = `create table if not exists promptr.schema_migrations (
  name text primary key,
  checksum text not null check (length(checksum) = 64),
  applied_at timestamptz(3) not null default now()
)`;

type Applied = { name: string; checksum: string };

function verify(applied: readonly Applied[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, sql }) => [name, checksumOf(sql)]));
  for (const { name, checksum } of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationError(`The database is newer than this program: it has ${name}. Deploy the newer version.`);
    }
    if (expected !== checksum) {
      throw new MigrationError(
        `Migration ${name} was edited after it was applied. Restore the file and add a new migration.`,
      );
    }
  }
}

/** Runs the next pending migration in a transaction of its own; other migrators wait for the lock. Null when none is left. */
async function applyNext(client: pg.Client, { roles, migrations }: MigrationSet): Promise<string | null> {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await client.query(roles);
    await client.query("set local role promptr_owner; set local search_path = promptr");
    await client.query(LEDGER);
    const { rows: applied } = await client.query<Applied>("select name, checksum from schema_migrations order by name");
    verify(applied, migrations);
    const done = new Set(applied.map(({ name }) => name));
    const next = migrations.find(({ name }) => !done.has(name));
    if (next) {
      await client.query(next.sql);
      await client.query("insert into schema_migrations (name, checksum) values ($1, $2)", [
        next.name,
        checksumOf(next.sql),
      ]);
    }
    await client.query("commit");
    return next?.name ?? null;
  } catch (error) {
    await client.query("rollback").catch(() => undefined); // the first error is the one that explains
    throw error;
  }
}

/** Lets a login take the roles of the service; one that does not exist is made, which only the embedded database needs. */
async function admit(client: pg.Client, login: string): Promise<void> {
  const name = pg.escapeIdentifier(login);
  await client.query(`do $$ begin
    perform pg_advisory_xact_lock(${MIGRATION_LOCK});
    if not exists (select from pg_roles where rolname = ${pg.escapeLiteral(login)}) then create role ${name} login; end if;
    grant promptr_app, promptr_auth, promptr_share, promptr_search, promptr_jobs to ${name};
  end $$`);
}

/** Brings the database to this program's version; safe to run from many processes at once. Returns what it applied. */
export async function migrate(connection: pg.ClientConfig, set: MigrationSet, appUser?: string): Promise<string[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    const applied: string[] = [];
    for (let name = await applyNext(client, set); name !== null; name = await applyNext(client, set))
      applied.push(name);
    if (appUser !== undefined) await admit(client, appUser);
    return applied;
  } finally {
    await client.end();
  }
}

/** What `promptr doctor` and the start of a server that may not migrate ask: which migrations are missing here. */
export async function pendingMigrations(connection: pg.ClientConfig, { migrations }: MigrationSet): Promise<string[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    const { rows } = await client.query<{ ledger: string | null }>(
      "select to_regclass('promptr.schema_migrations') as ledger",
    );
    if (!rows[0]?.ledger) return migrations.map(({ name }) => name);
    await client.query("begin; set local role promptr_app");
    const { rows: applied } = await client.query<Applied>(
      "select name, checksum from promptr.schema_migrations order by name",
    );
    await client.query("rollback");
    verify(applied, migrations);
    const done = new Set(applied.map(({ name }) => name));
    return migrations.filter(({ name }) => !done.has(name)).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** Drops everything of ours; the next migration makes it anew. */
export async function emptyDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    await client.query("drop schema if exists promptr cascade; drop schema if exists pgboss cascade");
  } finally {
    await client.end();
  }
}
