import pg from "pg";
import { compare, entryOf, LEDGER, type Migration, MigrationError, readLedger, type Standing } from "./ledger.ts";
import { isLockedOut, patiently, WAIT_BRIEFLY } from "./lock-patience.ts";

export { MigrationError } from "./ledger.ts";

export type MigrationSet = {
  /** Repeatable SQL that makes roles and schemas. */ readonly roles: string;
  readonly migrations: readonly Migration[];
};

const LOCK_PATIENCE_MS = 60_000;
/** Any number; it only has to be the same in every process that migrates. */
export const MIGRATION_LOCK = 7_701_001;

const lockedOut = (patienceMs: number, cause: unknown): MigrationError =>
  new MigrationError(
    `A table was in use for ${patienceMs / 1_000} s without a break, so the next migration was not applied. ` +
      "Look for a long transaction (select * from pg_stat_activity where xact_start < now() - interval '1 minute') and migrate again.",
    { cause },
  );

/**
 * Runs the next pending migration in a transaction of its own; other migrators wait for the lock. Tells how database and
 * program stood before it.
 */
async function applyNext(client: pg.Client, { roles, migrations }: MigrationSet): Promise<Standing> {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await client.query(WAIT_BRIEFLY); // from here on: other migrators may take as long as they need
    await client.query(roles);
    await client.query("set local role promptr_owner; set local search_path = promptr");
    await client.query(LEDGER);
    const standing = compare(await readLedger(client), migrations);
    const next = migrations.find(({ name }) => name === standing.pending[0]);
    if (next) {
      await client.query(next.sql);
      await client.query(
        "insert into schema_migrations (name, checksum, oldest_program) values ($1, $2, $3)",
        entryOf(next),
      );
    }
    await client.query("commit");
    return standing;
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
    grant promptr_app, promptr_auth, promptr_share, promptr_search, promptr_moderator, promptr_jobs to ${name};
  end $$`);
}

export type Migrated = {
  /** What was applied now. */ readonly applied: readonly string[];
  /** What the database has beyond this program, which may run with it. */ readonly ahead: readonly string[];
};

/**
 * Brings the database to this program's version; safe to run from many processes at once, and while servers serve.
 * Throws MigrationError when others hold a table for longer than `lockPatienceMs`.
 */
export async function migrateFully(
  connection: pg.ClientConfig,
  set: MigrationSet,
  appUser?: string,
  lockPatienceMs = LOCK_PATIENCE_MS,
): Promise<Migrated> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    const applied: string[] = [];
    const step = () => patiently(() => applyNext(client, set), lockPatienceMs);
    let standing = await step();
    for (let [next] = standing.pending; next !== undefined; [next] = standing.pending) {
      applied.push(next);
      standing = await step();
    }
    if (appUser !== undefined) await admit(client, appUser);
    return { applied, ahead: standing.ahead };
  } catch (error) {
    throw isLockedOut(error) ? lockedOut(lockPatienceMs, error) : error;
  } finally {
    await client.end();
  }
}

/** The same for who only wants to know what was applied. */
export const migrate = async (...given: Parameters<typeof migrateFully>): Promise<string[]> => [
  ...(await migrateFully(...given)).applied,
];

/** How a database stands to the migrations of this program, without changing it. */
export async function standingOf(connection: pg.ClientConfig, { migrations }: MigrationSet): Promise<Standing> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the query in flight rejects with the same error
  await client.connect();
  try {
    const { rows } = await client.query<{ ledger: string | null }>(
      "select to_regclass('promptr.schema_migrations') as ledger",
    );
    if (!rows[0]?.ledger) return compare([], migrations);
    await client.query("begin; set local role promptr_app");
    const applied = await readLedger(client);
    await client.query("rollback");
    return compare(applied, migrations);
  } finally {
    await client.end();
  }
}

/** What `promptr doctor` and the start of a server that may not migrate ask: which migrations are missing here. */
export const pendingMigrations = async (...given: Parameters<typeof standingOf>): Promise<string[]> => [
  ...(await standingOf(...given)).pending,
];

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
