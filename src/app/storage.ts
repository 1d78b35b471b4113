import { isExecutable } from "../adapters/assets.ts";
import { EmbeddedPostgresError, runningPostgres, startEmbeddedPostgres } from "../adapters/embedded-postgres.ts";
import type { Log } from "../adapters/log.ts";
import type { Config } from "../config.ts";
import type { Connection } from "../db/connection.ts";
import { Database } from "../db/database.ts";
import { type Migrated, migrateFully, MigrationError, standingOf } from "../db/migrate.ts";
import { openQueuePool, type QueuePool } from "../db/queue-pool.ts";
import { features } from "../features/index.ts";
import { installQueues } from "../jobs/install.ts";
import { type Connections, externalConnections } from "./connections.ts";
import { readMigrations } from "./migrations.ts";
import type { Stack } from "./stack.ts";

/** What the server works as in its own database: a member of its roles, and nothing more. */
const EMBEDDED_LOGIN = "promptr_login";
const NO_DATABASE = "Set DATABASE_URL: the single executable brings no database. A checkout does: npm ci && npm start.";
const EMBEDDED_STOP_MS = 15_000;
const CLOSE_MS = 5_000;
const never = new Promise<never>(() => undefined);

export type Storage = {
  readonly connections: Connections;
  readonly database: Database;
  readonly queue: QueuePool;
  /** Migrations this start applied. */
  readonly applied: readonly string[];
  /** Where the embedded database lies; null when the database is external. */
  readonly dataDirectory: string | null;
  /** Resolves when the embedded database went away unasked. */
  readonly lost: Promise<void>;
};

/** Not the superuser: a hole in a query must not become a hole in the machine. */
export const embeddedConnections = (connection: Connection): Connections => ({
  app: { ...connection, user: EMBEDDED_LOGIN },
  migrate: connection,
  grantTo: EMBEDDED_LOGIN,
});

async function findDatabase(
  config: Config,
  stack: Stack,
  log: Log,
  beside: boolean,
): Promise<Pick<Storage, "connections" | "dataDirectory" | "lost">> {
  const { DATABASE_URL } = config;
  if (DATABASE_URL)
    return { connections: externalConnections({ ...config, DATABASE_URL }), dataDirectory: null, lost: never };
  const running = beside ? runningPostgres(config.PROMPTR_HOME) : null;
  if (running) return { ...running, connections: embeddedConnections(running.connection), lost: never };
  if (isExecutable) throw new EmbeddedPostgresError(NO_DATABASE);
  const server = await startEmbeddedPostgres({
    home: config.PROMPTR_HOME,
    log: (line) => log.debug("Postgres", { line }),
  });
  stack.add("embedded database", EMBEDDED_STOP_MS, () => server.stop());
  const lost = new Promise<void>((resolve) => server.onExit(() => resolve()));
  return { connections: embeddedConnections(server.connection), dataDirectory: server.dataDirectory, lost };
}

/** Brings schema and queues up to date, or refuses a database that does not fit when this process may not migrate. */
async function bringUpToDate(
  config: Config,
  { migrate: owner, grantTo }: Connections,
  onError: (error: Error) => void,
): Promise<Migrated> {
  const migrations = readMigrations();
  if (!config.MIGRATE_ON_START) {
    const { pending, ahead } = await standingOf(owner, migrations);
    if (pending.length > 0) throw new MigrationError(`The database lacks ${pending.join(", ")}. Run: promptr migrate`);
    return { applied: [], ahead };
  }
  const migrated = await migrateFully(owner, migrations, grantTo);
  // A newer program has set up its queues: this one would take away the schedules of jobs it does not know.
  if (migrated.ahead.length > 0) return migrated;
  const pooled = config.pooled && !config.MIGRATE_DATABASE_URL; // a direct connection can make the role the owner
  const installer = openQueuePool({ connection: owner, pooled, onError });
  try {
    await installQueues(installer, features);
  } finally {
    await installer.close();
  }
  return migrated;
}

/** Finds or starts the database, migrates it, and opens what the process works with. */
export async function openStorage(
  config: Config,
  stack: Stack,
  log: Log,
  { beside = false }: { /** Join the embedded database of a running server. */ readonly beside?: boolean } = {},
): Promise<Storage> {
  const found = await findDatabase(config, stack, log, beside);
  let closing = false;
  const onError = (error: Error): void => {
    if (!closing) log.warn("A database connection was lost", { error: error.message });
  };
  const { applied, ahead } = await bringUpToDate(config, found.connections, onError);
  if (applied.length > 0) log.info("Migrated", { applied });
  if (ahead.length > 0) log.warn("The database is newer than this program, which may run with it", { ahead });
  const options = { connection: found.connections.app, pooled: config.pooled, onError };
  const queue = openQueuePool(options);
  stack.add("queue connections", CLOSE_MS, () => queue.close());
  const database = new Database(options);
  stack.add("database connections", CLOSE_MS, () => {
    closing = true; // an embedded server may end before it has read the farewell of its clients
    return database.close();
  });
  return { ...found, queue, database, applied };
}
