import { join } from "node:path";
import { Client } from "pg";
import { chooseAccount, openHomeTo } from "./embedded-postgres/account.ts";
import { prepareBinaries } from "./embedded-postgres/binaries.ts";
import { prepareCluster } from "./embedded-postgres/cluster.ts";
import { EmbeddedPostgresError } from "./embedded-postgres/error.ts";
import { openHome, PORT, prepareSocketFolder, socketFolderOf } from "./embedded-postgres/home.ts";
import { clearLeftover, CLUSTER_NAME } from "./embedded-postgres/leftover.ts";
import { holderOf, lockHome } from "./embedded-postgres/lock.ts";
import { launch } from "./embedded-postgres/server.ts";

export { EmbeddedPostgresError };

/** A running Postgres that belongs to this process. */
export type EmbeddedPostgres = {
  /** `host` is the folder of the unix socket; there is no password and no TCP port. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
  /** The same as one address, for `pg` and what is built on it. */
  readonly url: string;
  readonly dataDirectory: string;
  /** Shuts Postgres down and gives the home free; close the pools first. Calling it again awaits the same end. */
  stop(): Promise<void>;
  /** Calls back once when Postgres ended though `stop` was not called; then `stop` and start anew. */
  onExit(listener: (reason: EmbeddedPostgresError) => void): void;
};

export type EmbeddedPostgresOptions = {
  /** PROMPTR_HOME: the folder that holds everything, created when missing; absolute, or relative to the working folder. */
  readonly home: string;
  /** Created when missing; "promptr" unless told. */
  readonly database?: string;
  /** False gives up every protection against a power cut or kill for speed: tests only. */
  readonly durable?: boolean;
  /** Postgres settings on top of ours, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Receives each line Postgres writes. */
  readonly log?: (line: string) => void;
};

const USER = "postgres";

/** For one small machine that also runs the app. */
const SETTINGS = {
  listen_addresses: "",
  // Room for the pools of the app, its jobs and one curious human.
  max_connections: "60",
  shared_buffers: "128MB",
  // Requests are short: compiling plans costs more than it saves, and parallel ones need more /dev/shm than Docker gives.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  // Details and statements quote what users stored; the app reports its own failed statements.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
};

const NOT_DURABLE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * Starts the PostgreSQL that npm installed, creating its data in `<home>/postgres` the first time.
 * It also recovers a home whose last holder was killed. Rejects with `EmbeddedPostgresError`, the home free again.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = openHome(options.home);
  const unlock = lockHome(home);
  try {
    return await startIn(home, options, unlock);
  } catch (cause) {
    unlock();
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedPostgresError(`Postgres could not be started in PROMPTR_HOME ${home}: ${reason}`, { cause });
  }
}

/** The Postgres another process runs in this home; null when there is none. It stays that process's to stop. */
export function runningPostgres(
  path: string,
  database = "promptr",
): Pick<EmbeddedPostgres, "connection" | "dataDirectory"> | null {
  const home = openHome(path);
  const host = holderOf(home) === null ? null : socketFolderOf(home);
  if (host === null) return null;
  return { connection: { host, port: PORT, user: USER, database }, dataDirectory: join(home, "postgres") };
}

async function startIn(home: string, options: EmbeddedPostgresOptions, unlock: () => void): Promise<EmbeddedPostgres> {
  const { database = "promptr", durable = true, settings = {}, log = () => undefined } = options;
  const dataDirectory = join(home, "postgres");
  const account = chooseAccount(dataDirectory);
  openHomeTo(account, home);
  const binaries = await prepareBinaries(home, account);
  await clearLeftover(dataDirectory);
  await prepareCluster({ home, dataDirectory, account }, binaries.initdb, durable);
  const socket = prepareSocketFolder(home, account);
  const chosen = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE), ...settings };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Postgres reads a list of folders here, so a comma in the path needs the quotes.
  const folder = `"${socket.path.replaceAll('"', '""')}"`;
  const place = ["-D", dataDirectory, "-k", folder, "-p", String(PORT), "-c", CLUSTER_NAME];
  const command = [binaries.postgres, ...place, ...flags];
  const server = await launch({ account, command, cwd: home, log }).catch((error: unknown) => {
    socket.remove();
    throw error;
  });
  const connection = { host: socket.path, port: PORT, user: USER, database };
  const end = async () => {
    await server.stop();
    socket.remove();
    unlock();
  };
  try {
    await createMissing(connection);
  } catch (error) {
    await end();
    throw error;
  }
  let ending: Promise<void> | undefined;
  const address = `postgres://${USER}@/${encodeURIComponent(database)}`;
  return {
    connection,
    url: `${address}?host=${encodeURIComponent(socket.path)}&port=${PORT}`,
    dataDirectory,
    stop: () => (ending ??= end()),
    onExit: (listener) => void server.endedUnasked.then(listener),
  };
}

async function createMissing(connection: EmbeddedPostgres["connection"]): Promise<void> {
  const client = new Client({ ...connection, database: "postgres", ssl: false });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found = await client.query("select from pg_database where datname = $1", [connection.database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(connection.database)}`);
  } finally {
    await client.end();
  }
}
